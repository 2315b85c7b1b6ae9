-- Long personal texts that others may read. persona_id NULL: told without a name, and `owner` is a keyed hash that only its writer's member
-- key makes again (own.c); or, with owner NULL too, its writer has left. `kinds` are the milestones' kinds as bits (words.c). Ids are
-- random, and `day` is all the time there is: without a name, it is up to a week too early. `series` numbers are random and name nobody.
CREATE TABLE story (
    id BIGINT PRIMARY KEY,
    persona_id BIGINT REFERENCES persona (id),
    owner BYTEA,
    audience TEXT NOT NULL,
    group_id BIGINT REFERENCES peer_group (id),
    lang TEXT NOT NULL,
    title TEXT NOT NULL,
    summary TEXT NOT NULL,
    body TEXT NOT NULL,
    html TEXT NOT NULL,
    excerpt TEXT NOT NULL,
    minutes BIGINT NOT NULL,
    note_category TEXT NOT NULL,
    note_text TEXT NOT NULL,
    comments BOOLEAN NOT NULL,
    last_comment BIGINT NOT NULL,
    kinds BIGINT NOT NULL,
    series BIGINT,
    part BIGINT NOT NULL,
    version BIGINT NOT NULL,
    day BIGINT NOT NULL
);

CREATE INDEX story_by_day ON story (day, id);
CREATE INDEX story_of_persona ON story (persona_id, day, id);
CREATE UNIQUE INDEX story_of_owner ON story (owner);
CREATE INDEX story_of_series ON story (series, part);
CREATE INDEX story_of_group ON story (group_id);

-- The road beside a story, where its readers may see it too. happened is what the writer typed: "spring 2019", or nothing.
CREATE TABLE story_milestone (
    id BIGINT PRIMARY KEY,
    story_id BIGINT NOT NULL REFERENCES story (id),
    place BIGINT NOT NULL,
    kind TEXT NOT NULL,
    happened TEXT NOT NULL,
    words TEXT NOT NULL
);

CREATE UNIQUE INDEX story_milestone_place ON story_milestone (story_id, place);

-- Short answers, in the order of `number`, without a time. persona_id NULL: by_writer of a story without a name, or somebody who has left.
CREATE TABLE story_comment (
    id BIGINT PRIMARY KEY,
    story_id BIGINT NOT NULL REFERENCES story (id),
    number BIGINT NOT NULL,
    persona_id BIGINT REFERENCES persona (id),
    by_writer BOOLEAN NOT NULL,
    body TEXT NOT NULL,
    html TEXT NOT NULL
);

CREATE UNIQUE INDEX story_comment_number ON story_comment (story_id, number);
CREATE INDEX story_comment_of_persona ON story_comment (persona_id);

-- "Me too": counted for the writer alone.
CREATE TABLE story_resonance (
    story_id BIGINT NOT NULL REFERENCES story (id),
    persona_id BIGINT NOT NULL REFERENCES persona (id),
    PRIMARY KEY (story_id, persona_id)
);

CREATE INDEX story_resonance_of_persona ON story_resonance (persona_id);

-- What is for its writer's eyes alone: drafts, stories kept to oneself, roads that aren't shown. Sealed with the member key; `place`, the
-- keyed hash of what it belongs to, says neither that nor which story. head and body are padded, so that their length says little.
CREATE TABLE story_sealed (
    id BIGINT PRIMARY KEY,
    persona_id BIGINT NOT NULL REFERENCES persona (id),
    place BYTEA NOT NULL,
    head BYTEA NOT NULL,
    body BYTEA NOT NULL
);

CREATE UNIQUE INDEX story_sealed_place ON story_sealed (persona_id, place);
