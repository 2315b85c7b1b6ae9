-- What the conversation grows into (feature/gathering), the latest; NULL: nothing.
ALTER TABLE topic ADD COLUMN gathering_id BIGINT;
