-- How many seats of an event are kept, and the last number given to who waits. A row of its own: those who join take turns on it.
CREATE TABLE event_seats (
    event_id BIGINT PRIMARY KEY REFERENCES event (id),
    taken BIGINT NOT NULL,
    queue BIGINT NOT NULL
);

-- Who comes; without any time. state: 'going' (has a seat), 'waiting' (for one, in the order of `number`), 'asked' (for the host's yes, in
-- that order), 'maybe', 'declined' (by the host). party: seats, with whom they bring. seen: by others who come. buddy: 0, 1 would like to come with somebody who has
-- been before, 2 has been and would; buddy_id: with whom. came: at the door, and only if they wanted. The rows go some days after it.
CREATE TABLE event_coming (
    event_id BIGINT NOT NULL REFERENCES event (id),
    persona_id BIGINT NOT NULL REFERENCES persona (id),
    state TEXT NOT NULL,
    number BIGINT NOT NULL,
    party BIGINT NOT NULL,
    seen BOOLEAN NOT NULL,
    meet BOOLEAN NOT NULL,
    buddy BIGINT NOT NULL,
    buddy_id BIGINT REFERENCES persona (id),
    came BOOLEAN NOT NULL,
    PRIMARY KEY (event_id, persona_id)
);

CREATE INDEX event_coming_of_persona ON event_coming (persona_id, event_id);
CREATE INDEX event_coming_in_order ON event_coming (event_id, state, number);
CREATE INDEX event_coming_buddy ON event_coming (buddy_id);

-- What belongs to it: "session", "networking", "topic", "reflection", "before" (the topic it grew out of); each feature knows its own.
CREATE TABLE event_attached (
    event_id BIGINT NOT NULL REFERENCES event (id),
    what TEXT NOT NULL,
    thing_id BIGINT NOT NULL,
    PRIMARY KEY (event_id, what, thing_id)
);

CREATE INDEX event_attached_thing ON event_attached (what, thing_id);
