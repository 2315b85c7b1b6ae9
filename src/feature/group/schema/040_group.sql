-- Groups. joining is 'open', 'request' or 'hidden' (by invitation, and shown to nobody else); reading is 'anyone' or 'members'.
CREATE TABLE peer_group (
    id BIGINT PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    lang TEXT NOT NULL,
    purpose TEXT NOT NULL,
    rules TEXT NOT NULL,
    picture BIGINT NOT NULL,
    joining TEXT NOT NULL,
    reading TEXT NOT NULL
);

-- Leaving deletes the row: nothing says that somebody was ever here.
CREATE TABLE membership (
    group_id BIGINT NOT NULL REFERENCES peer_group (id),
    persona_id BIGINT NOT NULL REFERENCES persona (id),
    role TEXT NOT NULL,
    hides BOOLEAN NOT NULL,
    quiet BOOLEAN NOT NULL,
    joined_month BIGINT NOT NULL,
    PRIMARY KEY (group_id, persona_id)
);

CREATE INDEX membership_of_persona ON membership (persona_id, group_id);
CREATE INDEX membership_facilitator ON membership (group_id, persona_id) WHERE role = 'facilitator';

CREATE TABLE group_request (
    group_id BIGINT NOT NULL REFERENCES peer_group (id),
    persona_id BIGINT NOT NULL REFERENCES persona (id),
    why TEXT NOT NULL,
    day BIGINT NOT NULL,
    PRIMARY KEY (group_id, persona_id)
);

CREATE INDEX group_request_waiting ON group_request (group_id, day, persona_id);
CREATE INDEX group_request_of_persona ON group_request (persona_id);

CREATE TABLE group_invitation (
    group_id BIGINT NOT NULL REFERENCES peer_group (id),
    persona_id BIGINT NOT NULL REFERENCES persona (id),
    PRIMARY KEY (group_id, persona_id)
);

CREATE INDEX group_invitation_of_persona ON group_invitation (persona_id, group_id);

-- Whom the facilitators removed, with the words they are shown. They have to ask before they come back, also where joining is open.
CREATE TABLE group_removal (
    group_id BIGINT NOT NULL REFERENCES peer_group (id),
    persona_id BIGINT NOT NULL REFERENCES persona (id),
    reason TEXT NOT NULL,
    PRIMARY KEY (group_id, persona_id)
);

CREATE INDEX group_removal_of_persona ON group_removal (persona_id);
