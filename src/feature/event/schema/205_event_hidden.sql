-- What a hidden event is beneath: 'on', or 'cancelled' (called off before, or by its host while it is hidden).
ALTER TABLE event ADD COLUMN hidden_was TEXT NOT NULL DEFAULT 'on';
UPDATE event SET hidden_was = 'cancelled' WHERE state = 'cancelled';
