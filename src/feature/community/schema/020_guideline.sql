-- Versions of the guidelines. A version without a text of its own (body NULL) is the built-in one, which is translated.
CREATE TABLE guideline_version (
    version BIGINT PRIMARY KEY,
    published_day BIGINT NOT NULL,
    summary TEXT NOT NULL
);

CREATE TABLE guideline_text (
    version BIGINT NOT NULL REFERENCES guideline_version (version),
    language TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (version, language)
);

-- Which version a persona has read and accepted; no time is kept.
CREATE TABLE guideline_acceptance (
    persona_id BIGINT NOT NULL,
    version BIGINT NOT NULL REFERENCES guideline_version (version),
    PRIMARY KEY (persona_id, version)
);

INSERT INTO guideline_version (version, published_day, summary) VALUES (1, 20780, '');
