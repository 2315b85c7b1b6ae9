-- What a member wants to be told of; no row: everything here, nothing elsewhere. elsewhere: also by e-mail or push.
CREATE TABLE notification_choice (
    persona_id BIGINT NOT NULL REFERENCES persona (id),
    kind TEXT NOT NULL,
    shown BOOLEAN NOT NULL,
    elsewhere BOOLEAN NOT NULL,
    PRIMARY KEY (persona_id, kind)
);

-- waits: its job "notification.deliver" hasn't handed it on yet.
ALTER TABLE notification ADD COLUMN waits BOOLEAN NOT NULL DEFAULT FALSE;

-- For the dot on every page.
CREATE INDEX notification_unseen ON notification (persona_id) WHERE NOT seen;
