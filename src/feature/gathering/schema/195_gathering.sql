-- "Shall we meet?", asked in a conversation, and what came of it. persona_id: who asked; NULL: nobody any more. ranked: answers put the
-- dates in an order. event_id: the date that was taken. reflects_at: since when those who came look back together (0: not yet, or never);
-- gist_post: what of it went to the board, 0: nothing yet. A conversation may be gone while this row waits for its jobs.
CREATE TABLE gathering (
    id BIGINT PRIMARY KEY,
    topic_id BIGINT NOT NULL,
    persona_id BIGINT REFERENCES persona (id),
    ranked BOOLEAN NOT NULL,
    zone TEXT NOT NULL,
    closes_at BIGINT NOT NULL,
    closed BOOLEAN NOT NULL,
    event_id BIGINT REFERENCES event (id),
    reflects_at BIGINT NOT NULL,
    forgotten BOOLEAN NOT NULL,
    gist_post BIGINT NOT NULL
);

CREATE INDEX gathering_of_topic ON gathering (topic_id, id);
CREATE INDEX gathering_of_persona ON gathering (persona_id, id) WHERE persona_id IS NOT NULL;
CREATE INDEX gathering_of_event ON gathering (event_id) WHERE event_id IS NOT NULL;
CREATE INDEX gathering_open ON gathering (id) WHERE NOT closed;

-- What can be chosen. kind: 'text', 'video' or 'person'; region: typed, never an address. points, people: counted once it is closed.
CREATE TABLE gathering_option (
    gathering_id BIGINT NOT NULL REFERENCES gathering (id),
    number BIGINT NOT NULL,
    starts_at BIGINT NOT NULL,
    kind TEXT NOT NULL,
    region TEXT NOT NULL,
    points BIGINT NOT NULL,
    people BIGINT NOT NULL,
    PRIMARY KEY (gathering_id, number)
);

-- Answers while it is open; only their sums are kept after. voter: a hash under the answering member's own key, the same for all their
-- names: nobody but them finds it. points: 1, or by its place in the order.
CREATE TABLE gathering_vote (
    gathering_id BIGINT NOT NULL REFERENCES gathering (id),
    voter BYTEA NOT NULL,
    number BIGINT NOT NULL,
    points BIGINT NOT NULL,
    PRIMARY KEY (gathering_id, voter, number)
);

-- What those who came say to each other afterwards; gone a week after the event, as the list of who came is.
CREATE TABLE reflection (
    id BIGINT PRIMARY KEY,
    gathering_id BIGINT NOT NULL REFERENCES gathering (id),
    persona_id BIGINT REFERENCES persona (id),
    prompt BIGINT NOT NULL,
    body TEXT NOT NULL,
    html TEXT NOT NULL,
    hidden BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE INDEX reflection_of_gathering ON reflection (gathering_id, id);
CREATE INDEX reflection_of_persona ON reflection (persona_id, id) WHERE persona_id IS NOT NULL;
