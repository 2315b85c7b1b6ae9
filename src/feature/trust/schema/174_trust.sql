-- On how many days a persona was here, counted up to a bound. Not on which, also not the last: names of one person would share it.
CREATE TABLE trust_presence (
    persona_id BIGINT PRIMARY KEY REFERENCES persona (id),
    days BIGINT NOT NULL
);

-- Whom moderators hold at a step, or lifted to it, with the words that person reads.
CREATE TABLE trust_hold (
    persona_id BIGINT PRIMARY KEY REFERENCES persona (id),
    step BIGINT NOT NULL,
    reason TEXT NOT NULL
);

-- What the stewards changed in the table of words.c.
CREATE TABLE trust_rule (
    step BIGINT NOT NULL,
    act BIGINT NOT NULL,
    amount BIGINT NOT NULL,
    PRIMARY KEY (step, act)
);
