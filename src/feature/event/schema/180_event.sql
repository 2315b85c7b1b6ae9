-- What the organisation, or stewards for it, set once. One row, id 1. quarter_when: 'seen' or 'joined'. The hours are the latest that a
-- host may choose for the exact place, so that no address lies open for longer than that; 0: as soon as a place is kept. room_link: an
-- address with "{room}" in it.
CREATE TABLE event_setting (
    id BIGINT PRIMARY KEY,
    room_link TEXT NOT NULL,
    quarter_when TEXT NOT NULL,
    exact_hours BIGINT NOT NULL
);

-- What the page of an event says beside what is in its row; dates of a series share one. access: bits in the order of the columns, step_free
-- the first.
CREATE TABLE event_detail (
    id BIGINT PRIMARY KEY,
    about TEXT NOT NULL,
    html TEXT NOT NULL,
    cost TEXT NOT NULL,
    spoken TEXT NOT NULL,
    signed TEXT NOT NULL,
    access BIGINT NOT NULL,
    step_free TEXT NOT NULL,
    toilet TEXT NOT NULL,
    quiet_room TEXT NOT NULL,
    lighting TEXT NOT NULL,
    scent TEXT NOT NULL,
    animals TEXT NOT NULL,
    captions TEXT NOT NULL,
    ask TEXT NOT NULL,
    first_time TEXT NOT NULL,
    photos TEXT NOT NULL,
    sober TEXT NOT NULL
);

-- Something that repeats: each date a member can act on is a row of `event`. starts_at: the first date; rule: RFC 5545, '' once it ended.
-- pattern: what new dates are made from, with the place in it: sealed with the server's key; detail_id: what their pages say. expanded_to:
-- dates before are there.
CREATE TABLE event_series (
    id BIGINT PRIMARY KEY,
    zone TEXT NOT NULL,
    starts_at BIGINT NOT NULL,
    rule TEXT NOT NULL,
    pattern BYTEA NOT NULL,
    detail_id BIGINT NOT NULL REFERENCES event_detail (id),
    expanded_to BIGINT NOT NULL
);

CREATE INDEX event_series_of_detail ON event_series (detail_id);
CREATE INDEX event_series_expand ON event_series (expanded_to, id) WHERE rule <> '';

-- One date. host_id NULL: nobody any more. audience: 'group', 'members' or 'public'; group_id is set for all three when it is a group's.
-- state: 'on', 'cancelled', 'hidden' (by who looks after the place). sequence: grows with each change that calendars should know.
-- original_at: which date of its series it stands for. settled: what has been forgotten since its end: 1 the place, 2 who didn't say that they
-- came, 3 everybody. The place is in event_place.
CREATE TABLE event (
    id BIGINT PRIMARY KEY,
    series_id BIGINT REFERENCES event_series (id),
    original_at BIGINT NOT NULL,
    exception BOOLEAN NOT NULL,
    group_id BIGINT REFERENCES peer_group (id),
    host_id BIGINT REFERENCES persona (id),
    audience TEXT NOT NULL,
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    title TEXT NOT NULL,
    region TEXT NOT NULL,
    lang TEXT NOT NULL,
    zone TEXT NOT NULL,
    starts_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    sequence BIGINT NOT NULL,
    capacity BIGINT NOT NULL,
    guests BIGINT NOT NULL,
    approval BOOLEAN NOT NULL,
    counts TEXT NOT NULL,
    ages BIGINT NOT NULL,
    reason TEXT NOT NULL,
    detail_id BIGINT NOT NULL REFERENCES event_detail (id),
    settled BIGINT NOT NULL
);

CREATE INDEX event_by_start ON event (starts_at, id);
CREATE INDEX event_of_series ON event (series_id, original_at);
CREATE INDEX event_of_group ON event (group_id, starts_at, id);
CREATE INDEX event_of_host ON event (host_id, starts_at, id);
CREATE INDEX event_of_detail ON event (detail_id);
CREATE INDEX event_unsettled ON event (settled, ends_at, id) WHERE settled < 3;

-- The place beyond the region, in steps, sealed with the server's key: a copy of the database gives no address. quarter_when and
-- exact_hours as in event_setting; door_minutes: before the start. The row goes when the event is over.
CREATE TABLE event_place (
    event_id BIGINT PRIMARY KEY REFERENCES event (id),
    quarter_when TEXT NOT NULL,
    exact_hours BIGINT NOT NULL,
    door_minutes BIGINT NOT NULL,
    quarter BYTEA NOT NULL,
    exact BYTEA NOT NULL,
    door BYTEA NOT NULL,
    link BYTEA NOT NULL,
    code BYTEA NOT NULL
);

-- By what it is found: "kind:text", "region:…" (folded), "speaks:de", "signs:bfi", "access:toilet", "age:2"; until it is over.
CREATE TABLE event_word (
    word TEXT NOT NULL,
    starts_at BIGINT NOT NULL,
    event_id BIGINT NOT NULL REFERENCES event (id),
    PRIMARY KEY (word, starts_at, event_id)
);

CREATE INDEX event_word_of_event ON event_word (event_id);

-- Regions that events which every member may see were in, for the filter.
CREATE TABLE event_region (
    word TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    starts_at BIGINT NOT NULL
);

CREATE INDEX event_region_recent ON event_region (starts_at);

-- Who looks after it beside host_id.
CREATE TABLE event_host (
    event_id BIGINT NOT NULL REFERENCES event (id),
    persona_id BIGINT NOT NULL REFERENCES persona (id),
    PRIMARY KEY (event_id, persona_id)
);

CREATE INDEX event_host_of_persona ON event_host (persona_id, event_id);
