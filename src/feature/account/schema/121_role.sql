-- Who has a role: reports are sealed to each moderator.
CREATE INDEX persona_role_by_role ON persona_role (role, persona_id);
