-- Words for a board that wait until somebody who looks after the group has read them. They aren't posts: publishing makes the post, as
-- sending would have, and this row goes. topic_id 0: it begins a conversation on board_id. persona_id NULL: without a name; then handle is
-- what topic_handle will hold, made for topic_id or, where it begins one, for this row's id, which becomes the conversation's.
-- open_key, secret: a pair of this row's own, its secret sealed with the writer's key: only who wrote it knows the row again.
-- sealed: given back to the writer, words and answer sealed to open_key; the plain columns are empty then. edits: how often its writer
-- changed it, so that nobody publishes what they haven't read.
CREATE TABLE waiting_post (
    id BIGINT PRIMARY KEY,
    group_id BIGINT NOT NULL REFERENCES peer_group (id),
    board_id BIGINT NOT NULL REFERENCES board (id),
    topic_id BIGINT NOT NULL,
    persona_id BIGINT REFERENCES persona (id),
    handle BYTEA,
    open_key BYTEA NOT NULL,
    secret BYTEA NOT NULL,
    sealed BYTEA,
    title TEXT NOT NULL,
    wish TEXT NOT NULL,
    body TEXT NOT NULL,
    html TEXT NOT NULL,
    tags TEXT NOT NULL,
    note_category TEXT NOT NULL,
    note_text TEXT NOT NULL,
    quoted BIGINT NOT NULL,
    edits BIGINT NOT NULL,
    day BIGINT NOT NULL
);

CREATE INDEX waiting_in_group ON waiting_post (group_id, id) WHERE sealed IS NULL;
CREATE INDEX waiting_of_persona ON waiting_post (persona_id, id);
CREATE INDEX waiting_nameless ON waiting_post (id) WHERE persona_id IS NULL;
CREATE INDEX waiting_given_back ON waiting_post (day) WHERE sealed IS NOT NULL;
