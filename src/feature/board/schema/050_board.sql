CREATE TABLE board (
    id BIGINT PRIMARY KEY,
    group_id BIGINT NOT NULL REFERENCES peer_group (id),
    name TEXT NOT NULL,
    about TEXT NOT NULL,
    position BIGINT NOT NULL
);

CREATE INDEX board_in_group ON board (group_id, position, id);

-- A conversation. opening and last_post are posts; last_post and last_at follow the newest one that isn't hidden.
-- persona_id is NULL once its writer is gone; title is '' once the writer took it away.
CREATE TABLE topic (
    id BIGINT PRIMARY KEY,
    board_id BIGINT NOT NULL REFERENCES board (id),
    group_id BIGINT NOT NULL REFERENCES peer_group (id),
    persona_id BIGINT REFERENCES persona (id),
    title TEXT NOT NULL,
    lang TEXT NOT NULL,
    wish TEXT NOT NULL,
    note_category TEXT NOT NULL,
    note_text TEXT NOT NULL,
    opening BIGINT NOT NULL,
    last_post BIGINT NOT NULL,
    last_at BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    pinned BOOLEAN NOT NULL,
    closed BOOLEAN NOT NULL,
    hidden_at BIGINT,
    hidden_by BIGINT,
    hidden_reason TEXT
);

CREATE INDEX topic_in_board ON topic (board_id, last_at, id);
CREATE INDEX topic_pinned ON topic (board_id, last_at, id) WHERE pinned;
CREATE INDEX topic_in_group ON topic (group_id, last_at, id);
CREATE INDEX topic_of_persona ON topic (persona_id, id);
CREATE INDEX topic_hidden ON topic (hidden_by) WHERE hidden_by IS NOT NULL;

-- html and excerpt are made from body when it is written. removed: the writer took the words away, and the place stays because others
-- answered. warmth: which reactions it has (bits 1 2 4 8), and which of them from more than one person (the same bits × 16).
CREATE TABLE post (
    id BIGINT PRIMARY KEY,
    topic_id BIGINT NOT NULL REFERENCES topic (id),
    persona_id BIGINT REFERENCES persona (id),
    body TEXT NOT NULL,
    html TEXT NOT NULL,
    excerpt TEXT NOT NULL,
    note_category TEXT NOT NULL,
    note_text TEXT NOT NULL,
    warmth BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    edited_at BIGINT,
    removed BOOLEAN NOT NULL,
    hidden_at BIGINT,
    hidden_by BIGINT,
    hidden_reason TEXT
);

CREATE INDEX post_in_topic ON post (topic_id, id);
CREATE INDEX post_of_persona ON post (persona_id, id);
CREATE INDEX post_hidden ON post (hidden_by) WHERE hidden_by IS NOT NULL;
CREATE INDEX post_hidden_of ON post (topic_id, persona_id) WHERE hidden_at IS NOT NULL;

-- What a post said before each edit; for facilitators.
CREATE TABLE post_version (
    id BIGINT PRIMARY KEY,
    post_id BIGINT NOT NULL REFERENCES post (id),
    title TEXT NOT NULL,
    body TEXT NOT NULL,
    note_category TEXT NOT NULL,
    note_text TEXT NOT NULL,
    at BIGINT NOT NULL
);

CREATE INDEX post_version_of_post ON post_version (post_id, id);

-- kind: 1 with you, 2 thank you, 4 sending strength, 8 me too. Never counted for anybody.
CREATE TABLE reaction (
    post_id BIGINT NOT NULL REFERENCES post (id),
    persona_id BIGINT NOT NULL REFERENCES persona (id),
    kind BIGINT NOT NULL,
    PRIMARY KEY (post_id, kind, persona_id)
);

CREATE INDEX reaction_of_persona ON reaction (persona_id, post_id, kind);

CREATE TABLE follow (
    persona_id BIGINT NOT NULL REFERENCES persona (id),
    topic_id BIGINT NOT NULL REFERENCES topic (id),
    PRIMARY KEY (persona_id, topic_id)
);

CREATE INDEX follow_of_topic ON follow (topic_id, persona_id);

-- The last post somebody has seen of a topic; forgotten after 90 days.
CREATE TABLE read_mark (
    persona_id BIGINT NOT NULL REFERENCES persona (id),
    topic_id BIGINT NOT NULL REFERENCES topic (id),
    post_id BIGINT NOT NULL,
    day BIGINT NOT NULL,
    PRIMARY KEY (persona_id, topic_id)
);

CREATE INDEX read_mark_of_topic ON read_mark (topic_id);
CREATE INDEX read_mark_day ON read_mark (day);

-- name is folded (tag_fold).
CREATE TABLE post_tag (
    name TEXT NOT NULL,
    post_id BIGINT NOT NULL REFERENCES post (id),
    group_id BIGINT NOT NULL REFERENCES peer_group (id),
    PRIMARY KEY (name, post_id)
);

CREATE INDEX post_tag_of_post ON post_tag (post_id);

-- What somebody has begun to write, sealed with their member key; also where it belongs is only a keyed hash.
CREATE TABLE draft (
    id BIGINT PRIMARY KEY,
    persona_id BIGINT NOT NULL REFERENCES persona (id),
    place BYTEA NOT NULL,
    sealed BYTEA NOT NULL,
    day BIGINT NOT NULL
);

CREATE UNIQUE INDEX draft_of_place ON draft (persona_id, place);
CREATE INDEX draft_day ON draft (day);

-- Forms that were sent: the same form sent again leads to what the first one made.
CREATE TABLE submission (
    once BYTEA PRIMARY KEY,
    persona_id BIGINT NOT NULL REFERENCES persona (id),
    location TEXT NOT NULL,
    day BIGINT NOT NULL
);

CREATE INDEX submission_of_persona ON submission (persona_id);
CREATE INDEX submission_day ON submission (day);
