-- A mute that holds in the thing's group alone.
ALTER TABLE sanction ADD COLUMN here BOOLEAN NOT NULL DEFAULT FALSE;
