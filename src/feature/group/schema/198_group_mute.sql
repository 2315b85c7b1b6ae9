-- Until when a persona reads in a group and doesn't write there, by a decision (feature/sanction writes it): a row of its own, so that leaving
-- the group and coming back doesn't end it.
CREATE TABLE group_mute (
    group_id BIGINT NOT NULL,
    persona_id BIGINT NOT NULL,
    until BIGINT NOT NULL,
    PRIMARY KEY (group_id, persona_id)
);
CREATE INDEX group_mute_persona ON group_mute (persona_id);
