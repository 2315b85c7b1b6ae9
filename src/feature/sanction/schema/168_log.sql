-- Each action, with the hash of the row before: docs/decisions/log-of-decisions.md. No names, no words, no ids of persons.
CREATE TABLE sanction_log (
    number BIGINT PRIMARY KEY,
    day BIGINT NOT NULL,
    kind TEXT NOT NULL,
    what BYTEA NOT NULL,
    previous BYTEA NOT NULL,
    hash BYTEA NOT NULL
);
-- The last row's number and hash, with a keyed hash of both: a row that was cut off is missed here. Writers take turns at it.
CREATE TABLE sanction_head (
    id BIGINT PRIMARY KEY,
    count BIGINT NOT NULL,
    hash BYTEA NOT NULL,
    seal BYTEA NOT NULL
);
