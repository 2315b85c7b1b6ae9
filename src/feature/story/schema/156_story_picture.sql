-- Pictures under a story: `id` is the picture's own (feature/picture), which says whose it is; so a story without a name has none.
CREATE TABLE story_picture (
    id BIGINT PRIMARY KEY,
    story_id BIGINT NOT NULL REFERENCES story (id),
    place BIGINT NOT NULL
);

CREATE INDEX story_picture_of_story ON story_picture (story_id, place);

-- Pictures of drafts and of stories kept to oneself: sealed with the member key like their words, and padded. Which draft shows one, and
-- what it shows, is sealed with the draft.
CREATE TABLE story_sealed_picture (
    id BIGINT PRIMARY KEY,
    persona_id BIGINT NOT NULL REFERENCES persona (id),
    bytes BYTEA NOT NULL
);

CREATE INDEX story_sealed_picture_of_persona ON story_sealed_picture (persona_id, id);
