-- Roughly how old somebody said they are: 0 not said, 1 under 18, 2 18 or older. Shown to nobody; it only decides who may meet in private.
ALTER TABLE persona ADD COLUMN band BIGINT NOT NULL DEFAULT 0;
