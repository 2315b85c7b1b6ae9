-- What a member is told in the page. Neither names nor words: by_id and subject are looked up when it is shown, so that nobody's former name
-- stays here. kind is one of notification.h's words.
CREATE TABLE notification (
    id BIGINT PRIMARY KEY,
    persona_id BIGINT NOT NULL REFERENCES persona (id),
    kind TEXT NOT NULL,
    by_id BIGINT REFERENCES persona (id),
    subject BIGINT NOT NULL,
    seen BOOLEAN NOT NULL
);

CREATE INDEX notification_of_persona ON notification (persona_id, id);
CREATE INDEX notification_about ON notification (kind, subject, persona_id);
CREATE INDEX notification_by ON notification (by_id);
