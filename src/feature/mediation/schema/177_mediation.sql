-- Mediation. As in conversations (docs/decisions/sealed-conversations.md), nothing readable joins two personas, nor a persona to a
-- mediation: ids are random, and what ties rows together is sealed. sealed: who takes part, in which seats, the stage, and the agreement,
-- with the mediation's key, padded. change: counts what was written, so that of two who act at once one is told. answer: the yes of whom the
-- mediator asked, under a key of its own.
CREATE TABLE mediation (
    id BIGINT PRIMARY KEY,
    sealed BYTEA NOT NULL,
    change BIGINT NOT NULL,
    answer BYTEA,
    gone_day BIGINT NOT NULL
);

CREATE INDEX mediation_gone ON mediation (gone_day);

-- Somebody's place: who asked, a mediator who may take it or took it, who was asked; which of these stands in the box, sealed to the
-- persona and of one length for all, with the mediation's id and key. kept: the agreement, for who keeps it, sealed with their member key.
-- follow_day: when they are asked whether it holds, some days apart for each; asked: they haven't answered yet.
CREATE TABLE mediation_seat (
    id BIGINT PRIMARY KEY,
    persona_id BIGINT NOT NULL REFERENCES persona (id),
    box BYTEA,
    kept BYTEA,
    follow_day BIGINT,
    asked BOOLEAN NOT NULL,
    gone_day BIGINT NOT NULL
);

CREATE INDEX mediation_seat_of_persona ON mediation_seat (persona_id, id);
CREATE INDEX mediation_seat_follow ON mediation_seat (follow_day) WHERE follow_day IS NOT NULL;
CREATE INDEX mediation_seat_gone ON mediation_seat (gone_day);
