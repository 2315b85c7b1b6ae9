-- Pictures that members sent, as they were made anew: WebP, nothing in them but pixels. The file that came is kept nowhere, nor when it came.
-- kind says whose they are ('avatar', 'story', …); description is what is read to who doesn't see it; plate is the number of the drawn
-- picture that an avatar stands in for. A persona's own avatar is persona.picture, negative; its
-- id is odd where visitors may see it too.
CREATE TABLE picture (
    id BIGINT PRIMARY KEY,
    persona_id BIGINT NOT NULL REFERENCES persona (id),
    kind TEXT NOT NULL,
    description TEXT NOT NULL,
    width BIGINT NOT NULL,
    height BIGINT NOT NULL,
    plate BIGINT NOT NULL,
    bytes BYTEA NOT NULL
);

CREATE INDEX picture_of_persona ON picture (persona_id, kind, id);
