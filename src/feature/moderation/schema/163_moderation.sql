-- What somebody reported, or wrote by the contact form: one row for all reports of the same thing that wait. kind and thing as in struct
-- reported ("contact": thing is the case itself). title and words are as they stood when it was first reported, whatever became of them.
-- rank: 0 somebody is in danger, 1 soon, 2 it can wait. stewards: about one who moderates, so not for moderators. claimed_by stays when it
-- is closed. receipt: hash of a contact form's code.
CREATE TABLE reported_case (
    id BIGINT PRIMARY KEY,
    kind TEXT NOT NULL,
    thing BIGINT NOT NULL,
    persona_id BIGINT REFERENCES persona (id),
    handle TEXT NOT NULL,
    group_id BIGINT NOT NULL,
    title TEXT NOT NULL,
    words TEXT NOT NULL,
    path TEXT NOT NULL,
    rule BIGINT NOT NULL,
    rank BIGINT NOT NULL,
    stewards BOOLEAN NOT NULL,
    opened_at BIGINT NOT NULL,
    closed_at BIGINT,
    outcome TEXT NOT NULL,
    claimed_by BIGINT REFERENCES persona (id),
    claimed_at BIGINT,
    asked_id BIGINT REFERENCES persona (id),
    receipt BYTEA
);

CREATE UNIQUE INDEX reported_case_waiting ON reported_case (kind, thing) WHERE closed_at IS NULL;
CREATE INDEX reported_case_queue ON reported_case (rank, opened_at, id) WHERE closed_at IS NULL;
CREATE INDEX reported_case_closed ON reported_case (closed_at, id) WHERE closed_at IS NOT NULL;
CREATE INDEX reported_case_of_persona ON reported_case (persona_id, id);
CREATE INDEX reported_case_of_thing ON reported_case (kind, thing);
CREATE INDEX reported_case_claimed ON reported_case (claimed_by, closed_at);
CREATE INDEX reported_case_asked ON reported_case (asked_id);
CREATE UNIQUE INDEX reported_case_receipt ON reported_case (receipt) WHERE receipt IS NOT NULL;

-- reporter: keyed hash of who reported; sealed: the same, sealed with the server's key. So a copy of the database doesn't say who. The id is
-- random, and the day is all that is kept of when.
CREATE TABLE report (
    id BIGINT PRIMARY KEY,
    case_id BIGINT NOT NULL REFERENCES reported_case (id),
    reporter BYTEA NOT NULL,
    sealed BYTEA NOT NULL,
    rule BIGINT NOT NULL,
    rank BIGINT NOT NULL,
    wish TEXT NOT NULL,
    words TEXT NOT NULL,
    day BIGINT NOT NULL,
    withdrawn BOOLEAN NOT NULL
);

CREATE UNIQUE INDEX report_once ON report (reporter, case_id);
CREATE INDEX report_of_case ON report (case_id, day, id);

-- What is written about a case. kind: 'note', 'asked', 'opinion', 'deed' between those at work with it; 'answer' and 'sender' between them and
-- who used the contact form.
CREATE TABLE case_word (
    id BIGINT PRIMARY KEY,
    case_id BIGINT NOT NULL REFERENCES reported_case (id),
    kind TEXT NOT NULL,
    persona_id BIGINT REFERENCES persona (id),
    body TEXT NOT NULL,
    at BIGINT NOT NULL
);

CREATE INDEX case_word_of_case ON case_word (case_id, id);
CREATE INDEX case_word_of_persona ON case_word (persona_id, id);

-- Answers that are used again, for all who moderate.
CREATE TABLE case_saved (
    id BIGINT PRIMARY KEY,
    name TEXT NOT NULL,
    body TEXT NOT NULL
);
