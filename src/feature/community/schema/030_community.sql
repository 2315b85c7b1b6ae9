-- What the stewards decide about the place itself: one row.
CREATE TABLE community (
    id BIGINT PRIMARY KEY,
    name TEXT NOT NULL,
    runners TEXT NOT NULL,
    about TEXT NOT NULL,
    contact TEXT NOT NULL,
    exit_url TEXT NOT NULL,
    zone TEXT NOT NULL,
    joining TEXT NOT NULL,
    rest_minutes BIGINT NOT NULL,
    demo BOOLEAN NOT NULL
);

INSERT INTO community (id, name, runners, about, contact, exit_url, zone, joining, rest_minutes, demo)
    VALUES (1, 'Kith', '', '', '', 'https://www.wikipedia.org/', 'UTC', 'open', 30, FALSE);

-- Codes that let people in. Only a hash is kept; the code is shown once to the steward who made it.
CREATE TABLE invitation (
    id BIGINT PRIMARY KEY,
    code_hash BYTEA NOT NULL UNIQUE,
    note TEXT NOT NULL,
    uses_left BIGINT NOT NULL,
    expires_day BIGINT NOT NULL
);

-- People who asked to join where that needs a yes. The words are deleted with the decision.
CREATE TABLE application (
    persona_id BIGINT PRIMARY KEY,
    id BIGINT NOT NULL UNIQUE,
    why TEXT NOT NULL
);
