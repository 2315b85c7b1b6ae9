-- Members who finished the listener course and were named by a steward. languages are codes separated by blanks, topics bits of
-- words.c; most is how many talks at once. available_until: shown as there until then, to five minutes; rests_until: no offers before, to
-- the hour; talks counts those of the one day it stands beside.
CREATE TABLE listener (
    persona_id BIGINT PRIMARY KEY REFERENCES persona (id),
    zone TEXT NOT NULL,
    languages TEXT NOT NULL,
    topics BIGINT NOT NULL,
    most BIGINT NOT NULL,
    available_until BIGINT NOT NULL,
    rests_until BIGINT NOT NULL,
    day BIGINT NOT NULL,
    talks BIGINT NOT NULL
);

CREATE INDEX listener_rests ON listener (rests_until, persona_id);

-- weekday 0 is Monday, in the listener's zone; until_minute at or before from_minute is the next morning.
CREATE TABLE listening_hour (
    persona_id BIGINT NOT NULL REFERENCES persona (id),
    weekday BIGINT NOT NULL,
    from_minute BIGINT NOT NULL,
    until_minute BIGINT NOT NULL,
    PRIMARY KEY (persona_id, weekday)
);

-- Who asks for a listener, until the talk begins or they give up. words is sealed with the asker's member key. state: 0 waiting,
-- 1 offered to other_id until `until`, 2 other_id said yes and waits until `until` for the asker.
CREATE TABLE listening_request (
    id BIGINT PRIMARY KEY,
    persona_id BIGINT NOT NULL UNIQUE REFERENCES persona (id),
    today BOOLEAN NOT NULL,
    wish TEXT NOT NULL,
    languages TEXT NOT NULL,
    topics BIGINT NOT NULL,
    words BYTEA NOT NULL,
    state BIGINT NOT NULL,
    other_id BIGINT REFERENCES persona (id),
    until BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);

CREATE INDEX listening_request_state ON listening_request (state, until, id);
CREATE INDEX listening_request_expires ON listening_request (expires_at);
CREATE INDEX listening_request_other ON listening_request (other_id);

-- Listeners whom a request isn't offered to again.
CREATE TABLE listening_pass (
    request_id BIGINT NOT NULL REFERENCES listening_request (id),
    persona_id BIGINT NOT NULL REFERENCES persona (id),
    PRIMARY KEY (request_id, persona_id)
);

CREATE INDEX listening_pass_of_persona ON listening_pass (persona_id);

-- A talk while it lasts; the row goes with its end. The seats are where each finds the sealed conversation (feature/message). by_id is the
-- supervisor whom the listener asked; they have a seat, and read from then on, once the member said yes.
CREATE TABLE listening_talk (
    id BIGINT PRIMARY KEY,
    persona_id BIGINT NOT NULL UNIQUE REFERENCES persona (id),
    persona_seat BIGINT NOT NULL,
    other_id BIGINT NOT NULL REFERENCES persona (id),
    other_seat BIGINT NOT NULL,
    by_id BIGINT REFERENCES persona (id),
    by_seat BIGINT NOT NULL,
    wish TEXT NOT NULL,
    languages TEXT NOT NULL,
    topics BIGINT NOT NULL,
    began_at BIGINT NOT NULL
);

CREATE INDEX listening_talk_other ON listening_talk (other_id, id);
CREATE INDEX listening_talk_by ON listening_talk (by_id, id);
CREATE INDEX listening_talk_began ON listening_talk (began_at);

-- A talk that is over, for each of the two alone: id is their seat. Nothing joins the two any more. asked: they haven't said yet how it
-- was.
CREATE TABLE listening_after (
    id BIGINT PRIMARY KEY,
    persona_id BIGINT NOT NULL REFERENCES persona (id),
    listened BOOLEAN NOT NULL,
    asked BOOLEAN NOT NULL,
    until_day BIGINT NOT NULL
);

CREATE INDEX listening_after_of_persona ON listening_after (persona_id, id);
CREATE INDEX listening_after_until ON listening_after (until_day);

-- Sums that name nobody: how long the talks of a week were, in quarters of an hour, and what was answered afterwards.
CREATE TABLE listening_sum (
    week BIGINT PRIMARY KEY,
    talks BIGINT NOT NULL,
    quarters BIGINT NOT NULL
);

CREATE TABLE listening_answer (
    year BIGINT NOT NULL,
    question TEXT NOT NULL,
    answer TEXT NOT NULL,
    count BIGINT NOT NULL,
    PRIMARY KEY (year, question, answer)
);
