-- What signs in. The sign-in name is a keyed hash; what is sealed opens only with the member key, and that only with the
-- password, the recovery code or a session's cookie. Sealed columns have one length for everybody. No time stands here, not even
-- the month: where one person joined in it, that would lead to their persona.
CREATE TABLE account (
    id BIGINT PRIMARY KEY,
    name_hash BYTEA NOT NULL UNIQUE,
    salt BYTEA NOT NULL,
    check_hash BYTEA NOT NULL,
    key_by_password BYTEA NOT NULL,
    recovery_salt BYTEA NOT NULL,
    recovery_hash BYTEA NOT NULL,
    key_by_recovery BYTEA NOT NULL,
    personas BYTEA NOT NULL,
    settings BYTEA NOT NULL,
    second_factor BYTEA NOT NULL
);

-- Who others meet. Nothing here or elsewhere says which account speaks as it but that account's sealed list. What others write to
-- it is sealed to open_key; secret_key is sealed with the member key. A persona without an account has neither.
CREATE TABLE persona (
    id BIGINT PRIMARY KEY,
    name TEXT NOT NULL,
    skeleton TEXT NOT NULL UNIQUE,
    picture BIGINT NOT NULL,
    open_key BYTEA,
    secret_key BYTEA,
    month BIGINT NOT NULL
);

CREATE TABLE persona_role (
    persona_id BIGINT NOT NULL REFERENCES persona (id),
    role BIGINT NOT NULL,
    PRIMARY KEY (persona_id, role)
);

-- A device that is signed in: a hash of its cookie, and the member key wrapped under a key made from the cookie. A half session
-- has shown the right password and still owes the second step. rests_at is rounded up to five minutes.
CREATE TABLE session (
    id BIGINT PRIMARY KEY,
    token_hash BYTEA NOT NULL UNIQUE,
    account_id BIGINT NOT NULL REFERENCES account (id),
    half BOOLEAN NOT NULL,
    member_key BYTEA NOT NULL,
    state BYTEA NOT NULL,
    rests_at BIGINT NOT NULL
);

CREATE INDEX session_account ON session (account_id);
CREATE INDEX session_rests ON session (rests_at);
