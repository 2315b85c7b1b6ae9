-- Whether members may post here without their name.
ALTER TABLE peer_group ADD COLUMN anonymous BOOLEAN NOT NULL DEFAULT TRUE;
