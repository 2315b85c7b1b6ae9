-- Who asked to know whom. note is sealed to who is asked; the day is there so that an ask ends by itself. declined: who was asked said no,
-- which nobody is told: the row stays, so that asking again reaches nobody. withdrawn: declined and then taken back, kept for the same
-- reason; what is taken back before an answer is gone.
CREATE TABLE connection_ask (
    persona_id BIGINT NOT NULL REFERENCES persona (id),
    other_id BIGINT NOT NULL REFERENCES persona (id),
    note BYTEA,
    day BIGINT NOT NULL,
    declined BOOLEAN NOT NULL,
    withdrawn BOOLEAN NOT NULL,
    PRIMARY KEY (persona_id, other_id)
);

CREATE INDEX connection_ask_of_other ON connection_ask (other_id, persona_id);
CREATE INDEX connection_ask_day ON connection_ask (day);

-- A member's own list of people. Its name is sealed with their member key; who is in it is not, because audiences are decided by it.
CREATE TABLE circle (
    id BIGINT PRIMARY KEY,
    persona_id BIGINT NOT NULL REFERENCES persona (id),
    name BYTEA NOT NULL
);

CREATE INDEX circle_of_persona ON circle (persona_id, id);

CREATE TABLE circle_member (
    circle_id BIGINT NOT NULL REFERENCES circle (id),
    other_id BIGINT NOT NULL REFERENCES persona (id),
    PRIMARY KEY (circle_id, other_id)
);

CREATE INDEX circle_member_of_other ON circle_member (other_id, circle_id);

-- Whom somebody doesn't want to read in lists and rooms. The other side notices nothing.
CREATE TABLE mute (
    persona_id BIGINT NOT NULL REFERENCES persona (id),
    other_id BIGINT NOT NULL REFERENCES persona (id),
    PRIMARY KEY (persona_id, other_id)
);

CREATE INDEX mute_of_other ON mute (other_id, persona_id);

-- closed: nobody can ask to connect. quiet: the hours in which nothing lights up, sealed with the member key, because equal hours could
-- join two personas of one member. No row: nothing chosen.
CREATE TABLE contact_choice (
    persona_id BIGINT PRIMARY KEY REFERENCES persona (id),
    closed BOOLEAN NOT NULL,
    quiet BYTEA
);
