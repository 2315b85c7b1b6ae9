-- Questions without a name: no row says whose. Ids are random and there is no time, so that neither says when it came. state: 'open',
-- 'answered'. All of this goes when the session ends.
CREATE TABLE live_session_question (
    id BIGINT PRIMARY KEY,
    session_id BIGINT NOT NULL REFERENCES live_session (id),
    body TEXT NOT NULL,
    state TEXT NOT NULL
);

CREATE INDEX live_session_question_of ON live_session_question (session_id, id);

-- voter: a keyed hash that only the voter's own key makes; it differs from question to question and is the same under all their names.
CREATE TABLE live_session_question_vote (
    question_id BIGINT NOT NULL REFERENCES live_session_question (id),
    voter BYTEA NOT NULL,
    PRIMARY KEY (question_id, voter)
);

-- A poll shows its sums when it is closed.
CREATE TABLE live_session_poll (
    id BIGINT PRIMARY KEY,
    session_id BIGINT NOT NULL REFERENCES live_session (id),
    question TEXT NOT NULL,
    closed BOOLEAN NOT NULL
);

CREATE INDEX live_session_poll_of ON live_session_poll (session_id, id);

CREATE TABLE live_session_poll_choice (
    poll_id BIGINT NOT NULL REFERENCES live_session_poll (id),
    position BIGINT NOT NULL,
    label TEXT NOT NULL,
    PRIMARY KEY (poll_id, position)
);

CREATE TABLE live_session_poll_vote (
    poll_id BIGINT NOT NULL REFERENCES live_session_poll (id),
    voter BYTEA NOT NULL,
    position BIGINT NOT NULL,
    PRIMARY KEY (poll_id, voter)
);
