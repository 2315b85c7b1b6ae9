-- The outbox: what must happen after a change, added in the transaction of that change.
CREATE TABLE job (
    id BIGINT PRIMARY KEY,
    kind TEXT NOT NULL,
    subject BIGINT NOT NULL,
    due BIGINT NOT NULL,
    tries BIGINT NOT NULL,
    failed BOOLEAN NOT NULL
);
CREATE INDEX job_by_due ON job (due, id) WHERE failed = FALSE;
