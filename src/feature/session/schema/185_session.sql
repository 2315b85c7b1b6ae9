-- Facilitated sessions of a group, with a timed agenda. state: 'planned', 'open' (under way), 'ended', 'cancelled'. step: which of the agenda
-- is on, from 1; 0 before it begins. step_until: when the clock takes the next one, where it does (by_clock). keeps: what is said stays for
-- those who were there until gone_at; else it goes when the session ends. Chosen when it is made, fixed from the first who came in.
-- door: 'asks' (somebody lets people in) or 'open'. floor: 'free' or 'order' (who has the word writes). hands counts those raised so far.
-- breakout_until: NULL while everybody is together.
CREATE TABLE live_session (
    id BIGINT PRIMARY KEY,
    group_id BIGINT NOT NULL REFERENCES peer_group (id),
    title TEXT NOT NULL,
    about TEXT NOT NULL,
    starts_at BIGINT NOT NULL,
    state TEXT NOT NULL,
    step BIGINT NOT NULL,
    step_until BIGINT,
    by_clock BOOLEAN NOT NULL,
    keeps BOOLEAN NOT NULL,
    keep_days BIGINT NOT NULL,
    door TEXT NOT NULL,
    floor TEXT NOT NULL,
    slow_seconds BIGINT NOT NULL,
    hands BIGINT NOT NULL,
    breakout_until BIGINT,
    ended_at BIGINT,
    gone_at BIGINT
);

CREATE INDEX live_session_in_group ON live_session (group_id, starts_at, id);
CREATE INDEX live_session_state ON live_session (state, starts_at, id);
CREATE INDEX live_session_gone ON live_session (gone_at) WHERE gone_at IS NOT NULL;

-- kind: 'welcome', 'names', 'agreements', 'topic', 'pause', 'closing'. title '' means the kind's own words, in each reader's language.
CREATE TABLE live_agenda_step (
    session_id BIGINT NOT NULL REFERENCES live_session (id),
    position BIGINT NOT NULL,
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    minutes BIGINT NOT NULL,
    prompt TEXT NOT NULL,
    PRIMARY KEY (session_id, position)
);

-- Where words are said: 'all', the 'back' channel of those who look after the session, and 'small' rooms while there are any. Everything that
-- happens in one takes its next number (change), as in a room. calls: a small room asks for somebody.
CREATE TABLE breakout (
    id BIGINT PRIMARY KEY,
    session_id BIGINT NOT NULL REFERENCES live_session (id),
    kind TEXT NOT NULL,
    number BIGINT NOT NULL,
    calls BOOLEAN NOT NULL,
    change BIGINT NOT NULL,
    state_change BIGINT NOT NULL
);

CREATE UNIQUE INDEX breakout_of_session ON breakout (session_id, kind, number);

-- Who came. role: 'member', 'co' (looks after it beside the facilitators of the group). state: 'waiting', 'in', 'away' (left), 'out' (asked to
-- leave), 'named' (a co-facilitator who hasn't come yet). hand: their number in the speaking order, 0: no hand raised. speaks: has the word.
-- pausing: '', 'quiet' (only who looks after it knows) or 'shown' (all know that somebody needs a moment, not who). breakout_id: the small
-- room they are in. parting: the one word they leave with. All of it goes when the session ends, but for who was there while it is kept.
CREATE TABLE live_session_person (
    session_id BIGINT NOT NULL REFERENCES live_session (id),
    persona_id BIGINT NOT NULL REFERENCES persona (id),
    role TEXT NOT NULL,
    state TEXT NOT NULL,
    hand BIGINT NOT NULL,
    speaks BOOLEAN NOT NULL,
    pausing TEXT NOT NULL,
    breakout_id BIGINT REFERENCES breakout (id),
    parting TEXT NOT NULL,
    PRIMARY KEY (session_id, persona_id)
);

CREATE INDEX live_session_person_of ON live_session_person (persona_id, session_id);
CREATE INDEX live_session_person_in ON live_session_person (breakout_id) WHERE breakout_id IS NOT NULL;

-- What is said, in one of a session's breakouts. removed, removed_reason, persona_id: as in table message. once: the form it came with, so
-- that the same form says nothing twice.
CREATE TABLE utterance (
    id BIGINT PRIMARY KEY,
    session_id BIGINT NOT NULL REFERENCES live_session (id),
    breakout_id BIGINT NOT NULL REFERENCES breakout (id),
    persona_id BIGINT REFERENCES persona (id),
    body TEXT NOT NULL,
    html TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    removed TEXT NOT NULL,
    removed_reason TEXT NOT NULL,
    hidden_body TEXT,
    hidden_html TEXT,
    once BYTEA,
    change BIGINT NOT NULL
);

CREATE INDEX utterance_in ON utterance (breakout_id, id);
CREATE UNIQUE INDEX utterance_changed ON utterance (breakout_id, change);
CREATE INDEX utterance_of_session ON utterance (session_id, id);
CREATE INDEX utterance_of_persona ON utterance (persona_id, session_id, id);
CREATE UNIQUE INDEX utterance_once ON utterance (once) WHERE once IS NOT NULL;
