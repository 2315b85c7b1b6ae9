-- Meeting one to one, in rounds. persona_id is the host; ages bits of who may come. state: 0 announced, 1 a round goes on, 2 between rounds,
-- 3 over, 4 called off; round is the running or last one; until, when that state ends (state 0: when it begins).
CREATE TABLE networking (
    id BIGINT PRIMARY KEY,
    persona_id BIGINT REFERENCES persona (id),
    title TEXT NOT NULL,
    about TEXT NOT NULL,
    starts_at BIGINT NOT NULL,
    minutes BIGINT NOT NULL,
    rounds BIGINT NOT NULL,
    ages BIGINT NOT NULL,
    state BIGINT NOT NULL,
    round BIGINT NOT NULL,
    until BIGINT NOT NULL
);

CREATE INDEX networking_starts ON networking (starts_at, id);
CREATE INDEX networking_of_persona ON networking (persona_id);

-- Who takes part; deleted the day after. seeks, offers, fields: bits of words.c; languages: codes separated by blanks. shown: employers and
-- other partners see their name. partner: a verified one, as a steward marked them. state: 0 means to come, 1 is here, 2 has gone.
CREATE TABLE networking_seat (
    networking_id BIGINT NOT NULL REFERENCES networking (id),
    persona_id BIGINT NOT NULL REFERENCES persona (id),
    seeks BIGINT NOT NULL,
    offers BIGINT NOT NULL,
    fields BIGINT NOT NULL,
    languages TEXT NOT NULL,
    shown BOOLEAN NOT NULL,
    partner BOOLEAN NOT NULL,
    state BIGINT NOT NULL,
    pauses BIGINT NOT NULL,
    PRIMARY KEY (networking_id, persona_id)
);

CREATE INDEX networking_seat_of_persona ON networking_seat (persona_id);

-- Two who meet in a round; deleted the day after. The seats are where each finds the sealed conversation, once one of them went in; in: whether each did. yes:
-- whether each would like to stay in touch: 0 not said, 1 yes, 2 no.
CREATE TABLE networking_pair (
    id BIGINT PRIMARY KEY,
    networking_id BIGINT NOT NULL REFERENCES networking (id),
    round BIGINT NOT NULL,
    persona_id BIGINT NOT NULL REFERENCES persona (id),
    persona_seat BIGINT NOT NULL,
    persona_in BOOLEAN NOT NULL,
    persona_yes BIGINT NOT NULL,
    other_id BIGINT NOT NULL REFERENCES persona (id),
    other_seat BIGINT NOT NULL,
    other_in BOOLEAN NOT NULL,
    other_yes BIGINT NOT NULL
);

CREATE UNIQUE INDEX networking_pair_of_persona ON networking_pair (persona_id, networking_id, round);
CREATE UNIQUE INDEX networking_pair_of_other ON networking_pair (other_id, networking_id, round);
CREATE INDEX networking_pair_in ON networking_pair (networking_id, round);
