-- Members who were trained and named by a steward.
CREATE TABLE mediator (
    persona_id BIGINT PRIMARY KEY REFERENCES persona (id)
);

-- Sums that name nobody, by quarter (counted from 1970): what = 'asked', 'began', 'agreed', 'ended', 'holds-yes', 'holds-partly', 'holds-no'.
CREATE TABLE mediation_count (
    quarter BIGINT NOT NULL,
    what TEXT NOT NULL,
    count BIGINT NOT NULL,
    PRIMARY KEY (quarter, what)
);
