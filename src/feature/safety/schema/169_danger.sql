-- Groups that asked that somebody on duty reads first what may speak of danger.
CREATE TABLE danger_watch (
    group_id BIGINT PRIMARY KEY REFERENCES peer_group (id)
);

-- What is to be read first there: the thing and where it is, never why. Forgotten after seven days. Without a persona where the writer's
-- name is hidden.
CREATE TABLE danger_sign (
    id BIGINT PRIMARY KEY,
    group_id BIGINT NOT NULL REFERENCES peer_group (id),
    kind TEXT NOT NULL,
    thing BIGINT NOT NULL,
    persona_id BIGINT REFERENCES persona (id),
    path TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX danger_sign_by_thing ON danger_sign (kind, thing);
CREATE INDEX danger_sign_by_persona ON danger_sign (persona_id);
CREATE INDEX danger_sign_by_age ON danger_sign (created_at);
