-- Live rooms of groups. Everything that happens in a room takes its next number (change), in the transaction that does it, so that the
-- order of the numbers is the order of the commits; state_change is the number of the latest change to the room itself.
-- opening is 'always' or 'hours': the weekdays (1 Monday … 64 Sunday) and the minutes of the place's day; until_minute at or before
-- from_minute is the next morning. note is the facilitators' word at the top; paused_word says why it is quiet, NULL when it isn't.
CREATE TABLE room (
    id BIGINT PRIMARY KEY,
    group_id BIGINT NOT NULL REFERENCES peer_group (id),
    name TEXT NOT NULL,
    about TEXT NOT NULL,
    position BIGINT NOT NULL,
    opening TEXT NOT NULL,
    days BIGINT NOT NULL,
    from_minute BIGINT NOT NULL,
    until_minute BIGINT NOT NULL,
    slow_seconds BIGINT NOT NULL,
    paused_word TEXT,
    note TEXT NOT NULL,
    keep_hours BIGINT NOT NULL,
    closed BOOLEAN NOT NULL,
    change BIGINT NOT NULL,
    state_change BIGINT NOT NULL
);

CREATE INDEX room_in_group ON room (group_id, position, id);

-- A message lives for the room's keep_hours. html is body as it was rendered when it was written. removed is '', 'writer' or
-- 'facilitator' (then with a reason, which the writer reads): the words are gone at once, the place stays until it expires.
-- warmth: which reactions it has (bits 1 2 4 8). persona_id is NULL once its writer is gone.
CREATE TABLE message (
    id BIGINT PRIMARY KEY,
    room_id BIGINT NOT NULL REFERENCES room (id),
    persona_id BIGINT REFERENCES persona (id),
    body TEXT NOT NULL,
    html TEXT NOT NULL,
    note_category TEXT NOT NULL,
    note_text TEXT NOT NULL,
    reply_to BIGINT,
    warmth BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    edited_at BIGINT,
    removed TEXT NOT NULL,
    removed_reason TEXT NOT NULL,
    change BIGINT NOT NULL
);

CREATE INDEX message_in_room ON message (room_id, id);
CREATE UNIQUE INDEX message_changed ON message (room_id, change);
CREATE INDEX message_of_persona ON message (persona_id, room_id, id);
CREATE INDEX message_answer ON message (reply_to, id) WHERE reply_to IS NOT NULL;

-- kind: 1 with you, 2 thank you, 4 sending strength, 8 me too. Never counted for anybody.
CREATE TABLE message_reaction (
    message_id BIGINT NOT NULL REFERENCES message (id),
    persona_id BIGINT NOT NULL REFERENCES persona (id),
    kind BIGINT NOT NULL,
    PRIMARY KEY (message_id, kind, persona_id)
);

CREATE INDEX message_reaction_of_persona ON message_reaction (persona_id, message_id, kind);

-- Who was spoken to in a message; seen once they opened the room.
CREATE TABLE mention (
    message_id BIGINT NOT NULL REFERENCES message (id),
    persona_id BIGINT NOT NULL REFERENCES persona (id),
    seen BOOLEAN NOT NULL,
    PRIMARY KEY (message_id, persona_id)
);

CREATE INDEX mention_of_persona ON mention (persona_id, message_id);

-- Who may only read for a while, and why; goes when the time is over.
CREATE TABLE room_mute (
    room_id BIGINT NOT NULL REFERENCES room (id),
    persona_id BIGINT NOT NULL REFERENCES persona (id),
    until_at BIGINT NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (room_id, persona_id)
);

CREATE INDEX room_mute_of_persona ON room_mute (persona_id);
CREATE INDEX room_mute_until ON room_mute (until_at);

-- What others see of somebody in rooms besides their words. No row: not that they are typing, but that they are here.
CREATE TABLE room_choice (
    persona_id BIGINT PRIMARY KEY REFERENCES persona (id),
    typing BOOLEAN NOT NULL,
    here BOOLEAN NOT NULL
);

-- The last message somebody has seen in a room; forgotten after eight days, when the longest kept message is gone.
CREATE TABLE room_mark (
    persona_id BIGINT NOT NULL REFERENCES persona (id),
    room_id BIGINT NOT NULL REFERENCES room (id),
    message_id BIGINT NOT NULL,
    day BIGINT NOT NULL,
    PRIMARY KEY (persona_id, room_id)
);

CREATE INDEX room_mark_of_room ON room_mark (room_id);
CREATE INDEX room_mark_day ON room_mark (day);

-- Words whose sending failed (the session was over, the room had closed), sealed with the member key.
CREATE TABLE message_draft (
    persona_id BIGINT NOT NULL REFERENCES persona (id),
    room_id BIGINT NOT NULL REFERENCES room (id),
    sealed BYTEA NOT NULL,
    day BIGINT NOT NULL,
    PRIMARY KEY (persona_id, room_id)
);

CREATE INDEX message_draft_of_room ON message_draft (room_id);
CREATE INDEX message_draft_day ON message_draft (day);

-- Forms that were sent: the same form sent again says nothing twice.
CREATE TABLE message_once (
    once BYTEA PRIMARY KEY,
    persona_id BIGINT NOT NULL REFERENCES persona (id),
    day BIGINT NOT NULL
);

CREATE INDEX message_once_of_persona ON message_once (persona_id);
CREATE INDEX message_once_day ON message_once (day);
