-- Private conversations. Nothing readable here joins two personas, nor a persona to a conversation or to what is said in it: rows have
-- random ids and no times, and what ties them together is sealed (docs/decisions/sealed-conversations.md). Everything that happens takes the
-- conversation's next number (change), as in rooms. head: who takes part, in which seats, and its name and settings, sealed with the
-- key of the generation. gone_day: when a finished talk is deleted.
CREATE TABLE conversation (
    id BIGINT PRIMARY KEY,
    head BYTEA NOT NULL,
    generation BIGINT NOT NULL,
    change BIGINT NOT NULL,
    state_change BIGINT NOT NULL,
    gone_day BIGINT
);

CREATE INDEX conversation_gone ON conversation (gone_day) WHERE gone_day IS NOT NULL;

-- One participant's place. keys: boxes sealed to the persona, one for each generation they may read, of one length each, with the
-- conversation's id and key; NULL once they left. voice: the half of a message's key that is the writer's own, sealed with the conversation's
-- key: where the row is gone, what they said opens for nobody. seen: the last message they have seen, masked with a fresh nonce.
CREATE TABLE conversation_seat (
    id BIGINT PRIMARY KEY,
    persona_id BIGINT REFERENCES persona (id),
    kind BIGINT NOT NULL,
    keys BYTEA,
    voice BYTEA NOT NULL,
    seen_nonce BIGINT NOT NULL,
    seen_mask BIGINT NOT NULL,
    gone_day BIGINT
);

CREATE INDEX conversation_seat_of_persona ON conversation_seat (persona_id, kind, id);
CREATE INDEX conversation_seat_gone ON conversation_seat (gone_day) WHERE gone_day IS NOT NULL;

-- sealed holds writer, time and words, filled up to one of a few lengths; NULL: taken away. gone_day: the day its time is over.
CREATE TABLE private_message (
    id BIGINT PRIMARY KEY,
    conversation_id BIGINT NOT NULL REFERENCES conversation (id),
    number BIGINT NOT NULL,
    change BIGINT NOT NULL,
    generation BIGINT NOT NULL,
    sealed BYTEA,
    gone_day BIGINT
);

CREATE UNIQUE INDEX private_message_in_conversation ON private_message (conversation_id, number);
CREATE UNIQUE INDEX private_message_changed ON private_message (conversation_id, change);
CREATE INDEX private_message_gone ON private_message (gone_day) WHERE gone_day IS NOT NULL;

-- Words that weren't sent, sealed with the member key. seat_id 0: of a letter that hasn't begun.
CREATE TABLE conversation_draft (
    persona_id BIGINT NOT NULL REFERENCES persona (id),
    seat_id BIGINT NOT NULL,
    sealed BYTEA NOT NULL,
    day BIGINT NOT NULL,
    PRIMARY KEY (persona_id, seat_id)
);

CREATE INDEX conversation_draft_day ON conversation_draft (day);

-- Forms that were sent: the same form sent again says nothing twice. Nothing says whose they were.
CREATE TABLE conversation_once (
    once BYTEA PRIMARY KEY,
    day BIGINT NOT NULL
);

CREATE INDEX conversation_once_day ON conversation_once (day);

-- What somebody chose. who: 'groups' (who is in one of their groups), 'connections' or 'nobody'. No row: 'groups', and no receipts.
CREATE TABLE conversation_choice (
    persona_id BIGINT PRIMARY KEY REFERENCES persona (id),
    who TEXT NOT NULL,
    receipts BOOLEAN NOT NULL
);

-- A report's copy for one moderator (persona_id), sealed to them: who reports whom, which words, and why. It goes when they are done with
-- it. No row says who reported.
CREATE TABLE conversation_report (
    id BIGINT PRIMARY KEY,
    persona_id BIGINT NOT NULL REFERENCES persona (id),
    sealed BYTEA NOT NULL,
    day BIGINT NOT NULL
);

CREATE INDEX conversation_report_of_persona ON conversation_report (persona_id, day, id);
CREATE INDEX conversation_report_day ON conversation_report (day);
