-- Rules, one row each, and the versions that hold them: of the place (group_id 0) and of each group. What was published once never changes:
-- another wording is another rule, so that a report or a decision keeps naming what it named. Ids 1 to 9 are the built-in rules, whose
-- texts are in the program; 1000 + n is the one text of a version n that a place published before rules had rows (its name is '').
CREATE TABLE guideline_rule (
    id BIGINT PRIMARY KEY,
    group_id BIGINT NOT NULL,
    replaces BIGINT NOT NULL,
    language TEXT NOT NULL
);

-- In the language it was written in, and its translations.
CREATE TABLE guideline_rule_text (
    rule_id BIGINT NOT NULL REFERENCES guideline_rule (id),
    language TEXT NOT NULL,
    name TEXT NOT NULL,
    why TEXT NOT NULL,
    helps TEXT NOT NULL,
    harms TEXT NOT NULL,
    PRIMARY KEY (rule_id, language)
);

INSERT INTO guideline_rule (id, group_id, replaces, language)
    SELECT 1000 + version, 0, 0, min(language) FROM guideline_text GROUP BY version;
INSERT INTO guideline_rule_text (rule_id, language, name, why, helps, harms)
    SELECT 1000 + version, language, '', body, '', '' FROM guideline_text;

CREATE TABLE guideline_version_rule (
    group_id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    position BIGINT NOT NULL,
    rule_id BIGINT NOT NULL,
    PRIMARY KEY (group_id, version, position)
);

CREATE INDEX guideline_version_rule_of_rule ON guideline_version_rule (rule_id, version);

INSERT INTO guideline_version_rule (group_id, version, position, rule_id)
    SELECT 0, version, 1, 1000 + version FROM guideline_text GROUP BY version;
INSERT INTO guideline_version_rule (group_id, version, position, rule_id)
    SELECT 0, v.version, n.n, n.n FROM guideline_version v CROSS JOIN (SELECT 1 AS n UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4
        UNION ALL SELECT 5 UNION ALL SELECT 6 UNION ALL SELECT 7 UNION ALL SELECT 8 UNION ALL SELECT 9) n
    WHERE NOT EXISTS (SELECT 1 FROM guideline_text x WHERE x.version = v.version);

-- The two older tables again, with a group in their keys.
ALTER TABLE guideline_version RENAME TO guideline_version_before;
ALTER TABLE guideline_acceptance RENAME TO guideline_acceptance_before;

CREATE TABLE guideline_version (
    group_id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    published_day BIGINT NOT NULL,
    summary TEXT NOT NULL,
    PRIMARY KEY (group_id, version)
);

INSERT INTO guideline_version (group_id, version, published_day, summary)
    SELECT 0, version, published_day, summary FROM guideline_version_before;

-- Which version a persona has read and accepted; no time is kept. Who leaves a group leaves no row.
CREATE TABLE guideline_acceptance (
    persona_id BIGINT NOT NULL,
    group_id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    PRIMARY KEY (persona_id, group_id, version)
);

INSERT INTO guideline_acceptance (persona_id, group_id, version)
    SELECT persona_id, 0, version FROM guideline_acceptance_before;

DROP TABLE guideline_acceptance_before;
DROP TABLE guideline_text;
DROP TABLE guideline_version_before;
