-- Places that help: crisis lines, peer lines, counselling, legal help, associations. `seed` names the record of the directory that
-- came with Kith; `kept` says that a steward has been here, so that a later edition of the directory leaves the row alone.
CREATE TABLE help_entry (
    id BIGINT PRIMARY KEY,
    seed TEXT UNIQUE,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    phone TEXT NOT NULL,
    sms TEXT NOT NULL,
    web TEXT NOT NULL,
    hours TEXT NOT NULL,
    audience TEXT NOT NULL,
    about TEXT NOT NULL,
    languages TEXT NOT NULL,
    confidence TEXT NOT NULL,
    source_url TEXT NOT NULL,
    source_seen TEXT NOT NULL,
    corroboration TEXT NOT NULL,
    caveat TEXT NOT NULL,
    general BOOLEAN NOT NULL,
    kept BOOLEAN NOT NULL,
    retired BOOLEAN NOT NULL,
    checked_day BIGINT
);
CREATE INDEX help_entry_by_name ON help_entry (name, id);

-- Where an entry answers; the country '' is "anywhere".
CREATE TABLE help_entry_country (
    entry_id BIGINT NOT NULL REFERENCES help_entry (id),
    country TEXT NOT NULL,
    PRIMARY KEY (country, entry_id)
);
CREATE INDEX help_entry_country_by_entry ON help_entry_country (entry_id);

-- Emergency numbers of a country, separated by blanks, as a public list has them: without saying which is which.
CREATE TABLE help_emergency (
    country TEXT PRIMARY KEY,
    numbers TEXT NOT NULL,
    note TEXT NOT NULL,
    source_url TEXT NOT NULL,
    as_of TEXT NOT NULL,
    kept BOOLEAN NOT NULL,
    checked_day BIGINT
);

-- Which edition of the directory was taken in last.
CREATE TABLE help_edition (
    id BIGINT PRIMARY KEY,
    digest BIGINT NOT NULL
);
