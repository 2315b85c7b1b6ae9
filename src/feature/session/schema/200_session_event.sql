-- A session may belong to an event (event_id): then the event says who finds it, and its hosts look after it; group_id is the group of that
-- event, or NULL when it is for the whole place.
DROP INDEX live_session_in_group;
ALTER TABLE live_session RENAME COLUMN group_id TO group_before;
ALTER TABLE live_session ADD COLUMN group_id BIGINT REFERENCES peer_group (id);
UPDATE live_session SET group_id = group_before;
ALTER TABLE live_session DROP COLUMN group_before;
ALTER TABLE live_session ADD COLUMN event_id BIGINT;

CREATE INDEX live_session_in_group ON live_session (group_id, starts_at, id);
