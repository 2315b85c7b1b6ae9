-- What is published about looking after the place. A quarter is counted once, when it is over, and never again: what isn't in these rows
-- (sums below five) is kept nowhere. quarter: counted from January 1970. Nothing here joins people.
CREATE TABLE transparency (
    id BIGINT PRIMARY KEY,
    next BIGINT NOT NULL,
    open BOOLEAN NOT NULL
);

CREATE TABLE transparency_sum (
    quarter BIGINT NOT NULL,
    part TEXT NOT NULL,
    word TEXT NOT NULL,
    count BIGINT NOT NULL,
    PRIMARY KEY (quarter, part, word)
);

-- The public log. id and mark are random: neither order nor name joins a line with a case, or one case with another.
CREATE TABLE transparency_act (
    quarter BIGINT NOT NULL,
    id BIGINT NOT NULL,
    mark TEXT NOT NULL,
    word TEXT NOT NULL,
    PRIMARY KEY (quarter, id)
);

ALTER TABLE reported_case ADD COLUMN first_claimed_at BIGINT;
CREATE INDEX reported_case_first_claimed ON reported_case (first_claimed_at);
CREATE INDEX report_day ON report (day, rule);
CREATE INDEX appeal_decided ON appeal (decided_at);
