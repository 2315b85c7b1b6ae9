-- An evening may belong to an event: then whoever comes there finds it on that event's page, and nobody else does.
ALTER TABLE networking ADD COLUMN event_id BIGINT;
