-- Who may join, by roughly how old they say they are: bits, 1 for 13 to 15, 2 for 16 and 17, 4 for 18 and older. persona.band may now be 3 (13 to
-- 15) and 4 (16 or 17), too; a 1 (under 18) stays what was said.
ALTER TABLE community ADD COLUMN ages BIGINT NOT NULL DEFAULT 7;
