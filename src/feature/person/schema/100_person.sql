-- What personas say about themselves, as it is now: no former value is kept. kind and audience are words of person.h; group_id is set when
-- audience is 'group', circle_id when it is 'circle' (one that is gone is nobody's). words holds a value a line ("code, tab, gender, tab, text"); for audience 'me' it is NULL and the same text is sealed
-- with the member key.
CREATE TABLE profile_field (
    persona_id BIGINT NOT NULL REFERENCES persona (id),
    kind TEXT NOT NULL,
    audience TEXT NOT NULL,
    group_id BIGINT REFERENCES peer_group (id),
    circle_id BIGINT,
    words TEXT,
    sealed BYTEA,
    PRIMARY KEY (persona_id, kind)
);

CREATE INDEX profile_field_group ON profile_field (group_id, persona_id) WHERE group_id IS NOT NULL;

-- listed: may be found on /people. shy: the page is there only for those who are shown something on it. No row: neither.
CREATE TABLE profile_choice (
    persona_id BIGINT PRIMARY KEY REFERENCES persona (id),
    listed BOOLEAN NOT NULL,
    shy BOOLEAN NOT NULL,
    band BIGINT NOT NULL
);

-- For /people: what those who are listed show to all members, folded so that equal things are equal. Those who aren't listed have no rows.
CREATE TABLE profile_match (
    kind TEXT NOT NULL,
    folded TEXT NOT NULL,
    band BIGINT NOT NULL,
    persona_id BIGINT NOT NULL REFERENCES persona (id),
    PRIMARY KEY (kind, folded, band, persona_id)
);

CREATE INDEX profile_match_of_persona ON profile_match (persona_id);
