-- Until when somebody may only read what everybody may, and why; set by those who look after the place. It holds for all names of that person:
-- see docs/decisions/several-names.md.
ALTER TABLE persona ADD COLUMN paused_until BIGINT NOT NULL DEFAULT 0;
ALTER TABLE persona ADD COLUMN paused_reason TEXT NOT NULL DEFAULT '';
