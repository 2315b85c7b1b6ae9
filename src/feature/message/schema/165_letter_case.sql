-- The case a copy belongs to (feature/moderation).
ALTER TABLE conversation_report ADD COLUMN case_id BIGINT NOT NULL DEFAULT 0;

CREATE INDEX conversation_report_case ON conversation_report (persona_id, case_id);
