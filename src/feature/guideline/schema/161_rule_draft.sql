-- The next version while it is being written: one for the place and one for each group, shared by those who write it. edition is another
-- number with every change, so that nobody writes over what they haven't seen.
CREATE TABLE guideline_draft (
    group_id BIGINT PRIMARY KEY,
    edition BIGINT NOT NULL
);

-- name '' : the rule as it is in force. added: a new one, whose id it will keep. keeps: its translations still fit the new words.
CREATE TABLE guideline_draft_rule (
    group_id BIGINT NOT NULL REFERENCES guideline_draft (group_id),
    rule_id BIGINT NOT NULL,
    position BIGINT NOT NULL,
    edition BIGINT NOT NULL,
    added BOOLEAN NOT NULL,
    removed BOOLEAN NOT NULL,
    keeps BOOLEAN NOT NULL,
    language TEXT NOT NULL,
    name TEXT NOT NULL,
    why TEXT NOT NULL,
    helps TEXT NOT NULL,
    harms TEXT NOT NULL,
    PRIMARY KEY (group_id, rule_id)
);
