-- The session at whose end it was asked; what was talked of before is that session. NULL: it was asked in its conversation.
ALTER TABLE gathering ADD COLUMN session_id BIGINT REFERENCES live_session (id);

CREATE UNIQUE INDEX gathering_of_session ON gathering (session_id) WHERE session_id IS NOT NULL;
