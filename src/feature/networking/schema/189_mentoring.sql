-- Who would be a mentor: adults for adults, minors for minors. fields: bits of words.c; languages: codes separated by blanks.
CREATE TABLE mentor (
    persona_id BIGINT PRIMARY KEY REFERENCES persona (id),
    fields BIGINT NOT NULL,
    languages TEXT NOT NULL
);

-- A mentor (other_id) and who asked them. state: 0 asked, 1 goes on, 2 over. days: the rhythm; weeks: how long it was meant for. goal: what
-- it is for, sealed to each of the two. next_at: the next reminder; until: when it is over by itself, or, in state 2, is deleted.
CREATE TABLE mentoring (
    id BIGINT PRIMARY KEY,
    persona_id BIGINT NOT NULL REFERENCES persona (id),
    persona_goal BYTEA NOT NULL,
    other_id BIGINT NOT NULL REFERENCES persona (id),
    other_goal BYTEA NOT NULL,
    state BIGINT NOT NULL,
    days BIGINT NOT NULL,
    weeks BIGINT NOT NULL,
    next_at BIGINT NOT NULL,
    until BIGINT NOT NULL
);

CREATE UNIQUE INDEX mentoring_of_persona ON mentoring (persona_id, other_id);
CREATE INDEX mentoring_of_other ON mentoring (other_id);
