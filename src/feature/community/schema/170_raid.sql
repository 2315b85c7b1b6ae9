-- Raid mode until then (0: off), and how many people a member may invite in a month.
ALTER TABLE community ADD COLUMN raid_until BIGINT NOT NULL DEFAULT 0;
ALTER TABLE community ADD COLUMN invites_month BIGINT NOT NULL DEFAULT 0;

-- When raid mode was switched, and by whom.
CREATE TABLE raid (
    id BIGINT PRIMARY KEY,
    at BIGINT NOT NULL,
    until BIGINT NOT NULL,
    persona_id BIGINT
);
CREATE INDEX raid_persona ON raid (persona_id);

-- A plain question that people at the door answer under attack, when their browser can't do the work; answers: one a line.
CREATE TABLE door_question (
    language TEXT PRIMARY KEY,
    question TEXT NOT NULL,
    answers TEXT NOT NULL
);
