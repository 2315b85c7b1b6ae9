-- Until when somebody may read and not write; for all names of that person, like a pause.
ALTER TABLE persona ADD COLUMN muted_until BIGINT NOT NULL DEFAULT 0;
