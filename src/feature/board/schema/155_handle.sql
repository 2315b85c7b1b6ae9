-- Words without a name. handle is a keyed hash that only its writer's own key can make again, another one in each conversation; alias is the
-- number their made-up name comes from, unique in the conversation. Nothing here or in the post's row leads to a persona.
CREATE TABLE topic_handle (
    topic_id BIGINT NOT NULL REFERENCES topic (id),
    handle BYTEA NOT NULL,
    alias BIGINT NOT NULL,
    muted BOOLEAN NOT NULL,
    PRIMARY KEY (topic_id, handle)
);

CREATE UNIQUE INDEX topic_handle_alias ON topic_handle (topic_id, alias);

-- alias 0: under a name. handles: how many speak without one in a conversation.
ALTER TABLE post ADD COLUMN alias BIGINT NOT NULL DEFAULT 0;
ALTER TABLE topic ADD COLUMN alias BIGINT NOT NULL DEFAULT 0;
ALTER TABLE topic ADD COLUMN handles BIGINT NOT NULL DEFAULT 0;
CREATE INDEX topic_with_handles ON topic (id) WHERE handles > 0;
CREATE INDEX post_of_alias ON post (topic_id, alias) WHERE alias > 0;

-- As submission, of forms that were sent without a name: once is keyed by the writer's own key.
CREATE TABLE handle_submission (
    once BYTEA PRIMARY KEY,
    location TEXT NOT NULL,
    day BIGINT NOT NULL
);

CREATE INDEX handle_submission_day ON handle_submission (day);
