-- What partners offer, for at most 90 days. languages: codes separated by blanks; ages: bits of the bands it admits; until: shown to then;
-- told: its people know that it ends soon. A closed one goes 30 days after until.
CREATE TABLE listing (
    id BIGINT PRIMARY KEY,
    partner_id BIGINT NOT NULL REFERENCES partner (id),
    persona_id BIGINT REFERENCES persona (id),
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    body TEXT NOT NULL,
    html TEXT NOT NULL,
    money TEXT NOT NULL,
    region TEXT NOT NULL,
    remote BOOLEAN NOT NULL,
    languages TEXT NOT NULL,
    link TEXT NOT NULL,
    ages BIGINT NOT NULL,
    closed BOOLEAN NOT NULL,
    hidden BOOLEAN NOT NULL,
    told BOOLEAN NOT NULL,
    until BIGINT NOT NULL
);

CREATE INDEX listing_shown ON listing (closed, hidden, id);
CREATE INDEX listing_until ON listing (closed, until);
CREATE INDEX listing_of_partner ON listing (partner_id, id);
CREATE INDEX listing_of_persona ON listing (persona_id, id);
