-- What lies ahead in groups is found by its group, too.
INSERT INTO event_word (word, starts_at, event_id)
SELECT 'group:' || CAST(e.group_id AS TEXT), e.starts_at, e.id FROM event e WHERE e.group_id IS NOT NULL AND e.settled = 0;
