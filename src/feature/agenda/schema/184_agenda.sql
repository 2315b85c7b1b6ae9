-- The address at which another calendar asks for what a persona comes to. token_hash: keyed with the server's own key; the token itself is
-- nowhere. titles: with names and places; else only when.
CREATE TABLE agenda_feed (
    persona_id BIGINT PRIMARY KEY REFERENCES persona (id),
    token_hash BYTEA NOT NULL,
    titles BOOLEAN NOT NULL
);

CREATE UNIQUE INDEX agenda_feed_token ON agenda_feed (token_hash);

-- Which events those who come were reminded of: for the start they had then, and how close to it (1 the day before, 2 shortly before).
CREATE TABLE agenda_reminded (
    event_id BIGINT PRIMARY KEY,
    starts_at BIGINT NOT NULL,
    step BIGINT NOT NULL
);

CREATE INDEX agenda_reminded_start ON agenda_reminded (starts_at, event_id);
