-- Who doesn't see whom. A block stands twice, from either side, so that each side's request reads its own rows; by_me says whose it is.
CREATE TABLE block (
    persona_id BIGINT NOT NULL REFERENCES persona (id),
    other_id BIGINT NOT NULL REFERENCES persona (id),
    by_me BOOLEAN NOT NULL,
    PRIMARY KEY (persona_id, other_id)
);

CREATE INDEX block_of_other ON block (other_id, persona_id);

-- Two who agreed to know each other, once from either side.
CREATE TABLE connection (
    persona_id BIGINT NOT NULL REFERENCES persona (id),
    other_id BIGINT NOT NULL REFERENCES persona (id),
    PRIMARY KEY (persona_id, other_id)
);

CREATE INDEX connection_of_other ON connection (other_id, persona_id);
