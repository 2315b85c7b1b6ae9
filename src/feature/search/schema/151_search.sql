-- Searches a member keeps, sealed with their member key.
CREATE TABLE saved_search (
    id BIGINT PRIMARY KEY,
    persona_id BIGINT NOT NULL REFERENCES persona (id),
    sealed BYTEA NOT NULL
);

CREATE INDEX saved_search_of_persona ON saved_search (persona_id, id);

-- What was there before there was an index.
INSERT INTO index_due (kind, id, times) SELECT 'post', id, 1 FROM post;
INSERT INTO index_due (kind, id, times) SELECT 'group', id, 1 FROM peer_group;
INSERT INTO index_due (kind, id, times) SELECT DISTINCT 'person', persona_id, 1 FROM membership;
