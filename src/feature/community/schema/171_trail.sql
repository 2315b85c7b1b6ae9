-- Who made a code: a persona; NULL: nobody any more.
ALTER TABLE invitation ADD COLUMN persona_id BIGINT;
CREATE INDEX invitation_persona ON invitation (persona_id, id);

-- Who came by which code. Kept for a year after the code was made; without any time of its own.
CREATE TABLE trail (
    persona_id BIGINT PRIMARY KEY,
    invitation_id BIGINT NOT NULL
);
CREATE INDEX trail_invitation ON trail (invitation_id, persona_id);

-- Who was paused together with a branch of invitations, so that it can be taken back.
CREATE TABLE branch_pause (
    persona_id BIGINT PRIMARY KEY,
    invitation_id BIGINT NOT NULL,
    until BIGINT NOT NULL
);
CREATE INDEX branch_pause_invitation ON branch_pause (invitation_id);
CREATE INDEX branch_pause_until ON branch_pause (until);
