-- What can be found, as tokens (lib/index). No author: whose words a reader may meet is asked anew for every hit.
CREATE TABLE index_doc (
    id BIGINT PRIMARY KEY,
    kind TEXT NOT NULL,
    words TEXT NOT NULL
);

SQLITE CREATE VIRTUAL TABLE index_words USING fts5 (words, content='index_doc', content_rowid='id', detail=none, columnsize=0, tokenize='ascii');

POSTGRES CREATE INDEX index_words ON index_doc USING GIN (array_to_tsvector(string_to_array(words, ' ')));

-- What the index has still to look at.
CREATE TABLE index_due (
    kind TEXT NOT NULL,
    id BIGINT NOT NULL,
    times BIGINT NOT NULL,
    PRIMARY KEY (id, kind)
);

-- One row (id 1): whether words that were deleted still lie in the full text index, and how many steps it last took to be rid of them.
CREATE TABLE index_care (
    id BIGINT PRIMARY KEY,
    wanted BOOLEAN NOT NULL,
    steps BIGINT NOT NULL
);
