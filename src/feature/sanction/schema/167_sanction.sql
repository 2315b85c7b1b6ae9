-- What was decided about a thing or a person, with its statement of reasons. persona_id: whom it is about, NULL for somebody under a handle
-- or who has left; then their words and what was said of them are gone, too. turn: the how-manieth decision about this thing; two who
-- decide at once mean the same one. A thing that was a persona is named by nothing once they are gone (thing_id -id).
CREATE TABLE sanction (
    id BIGINT PRIMARY KEY,
    kind BIGINT NOT NULL,
    case_id BIGINT,
    persona_id BIGINT,
    thing_kind TEXT NOT NULL,
    thing_id BIGINT NOT NULL,
    turn BIGINT NOT NULL,
    group_id BIGINT NOT NULL,
    rule BIGINT NOT NULL,
    facts TEXT NOT NULL,
    note TEXT NOT NULL,
    quote TEXT NOT NULL,
    automatic BOOLEAN NOT NULL,
    until BIGINT NOT NULL,
    by_id BIGINT,
    at BIGINT NOT NULL,
    reversed_at BIGINT NOT NULL DEFAULT 0,
    reversed_why TEXT NOT NULL DEFAULT ''
);
CREATE UNIQUE INDEX sanction_turn ON sanction (thing_kind, thing_id, turn);
CREATE INDEX sanction_persona ON sanction (persona_id, id) WHERE persona_id IS NOT NULL;
CREATE INDEX sanction_case ON sanction (case_id, id) WHERE case_id IS NOT NULL;
CREATE INDEX sanction_by ON sanction (by_id) WHERE by_id IS NOT NULL;
CREATE INDEX sanction_at ON sanction (at);

-- One for each decision, by whom it is about. by_id: who answered it.
CREATE TABLE appeal (
    sanction_id BIGINT PRIMARY KEY REFERENCES sanction (id),
    body TEXT NOT NULL,
    at BIGINT NOT NULL,
    by_id BIGINT,
    decided_at BIGINT NOT NULL DEFAULT 0,
    overturned BOOLEAN NOT NULL DEFAULT FALSE,
    answer TEXT NOT NULL DEFAULT ''
);
CREATE INDEX appeal_waiting ON appeal (at, sanction_id) WHERE decided_at = 0;
CREATE INDEX appeal_by ON appeal (by_id) WHERE by_id IS NOT NULL;
