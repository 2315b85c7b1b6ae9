-- Hashtags a member follows: they are told of new conversations under them.
CREATE TABLE tag_follow (
    persona_id BIGINT NOT NULL REFERENCES persona (id),
    name TEXT NOT NULL,
    PRIMARY KEY (persona_id, name)
);

CREATE INDEX tag_follow_of_name ON tag_follow (name, persona_id);
