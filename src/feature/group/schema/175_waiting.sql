-- Whose posts wait until somebody who looks after the group has read them: 0 nobody's, 1 newcomers' first ones, 2 everybody's;
-- waits_minors: of those who said that they are under 18.
ALTER TABLE peer_group ADD COLUMN waits BIGINT NOT NULL DEFAULT 0;
ALTER TABLE peer_group ADD COLUMN waits_minors BOOLEAN NOT NULL DEFAULT FALSE;

-- In the whole place: so many first posts of each name wait; 0: none.
ALTER TABLE community ADD COLUMN first_posts BIGINT NOT NULL DEFAULT 0;
