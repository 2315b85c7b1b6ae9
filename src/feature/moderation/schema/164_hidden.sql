-- What is hidden and can be brought back. Of a message the words lie here while the room shows none; of a story the audience its writer
-- chose; an answer to one is only marked.
ALTER TABLE message ADD COLUMN hidden_body TEXT;
ALTER TABLE message ADD COLUMN hidden_html TEXT;
ALTER TABLE message ADD COLUMN hidden_note TEXT;
ALTER TABLE message ADD COLUMN hidden_note_text TEXT;
ALTER TABLE story ADD COLUMN hidden_was TEXT;
ALTER TABLE story_comment ADD COLUMN hidden BOOLEAN NOT NULL DEFAULT FALSE;
