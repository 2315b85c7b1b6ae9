-- Employers and organisations. state: 0 asked, 1 verified, 2 declined, 3 withdrawn; words is for the stewards, what they looked at
-- (checked) and why they said no (reason) too. until_day: verified to the end of that day; changed_day: when its people last changed what
-- stands here. No two have names that look alike.
CREATE TABLE partner (
    id BIGINT PRIMARY KEY,
    state BIGINT NOT NULL,
    name TEXT NOT NULL,
    skeleton TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    about TEXT NOT NULL,
    region TEXT NOT NULL,
    link TEXT NOT NULL,
    words TEXT NOT NULL,
    checked TEXT NOT NULL,
    reason TEXT NOT NULL,
    checked_day BIGINT NOT NULL,
    until_day BIGINT NOT NULL,
    changed_day BIGINT NOT NULL,
    by_id BIGINT REFERENCES persona (id),
    told BOOLEAN NOT NULL
);

CREATE INDEX partner_state ON partner (state, until_day, id);
CREATE INDEX partner_by ON partner (by_id);

-- Its people, each in one alone. seat: 0 invited, 1 writes, 2 looks after it.
CREATE TABLE partner_person (
    persona_id BIGINT PRIMARY KEY REFERENCES persona (id),
    partner_id BIGINT NOT NULL REFERENCES partner (id),
    seat BIGINT NOT NULL
);

CREATE INDEX partner_person_of_partner ON partner_person (partner_id, persona_id);

-- The inclusion statement: question and answer ("yes", "part", "not-yet", "none") are words of words.c.
CREATE TABLE partner_answer (
    partner_id BIGINT NOT NULL REFERENCES partner (id),
    question TEXT NOT NULL,
    answer TEXT NOT NULL,
    words TEXT NOT NULL,
    PRIMARY KEY (partner_id, question)
);
