-- Families register, staff are invited. Personal details are sealed (`details`, hexadecimal) under the key named
-- beside them; `id_number_hash` is a keyed hash, so that nobody has two accounts.

ALTER TABLE account ADD COLUMN state TEXT NOT NULL DEFAULT 'active';
ALTER TABLE account ADD COLUMN details TEXT;
ALTER TABLE account ADD COLUMN details_key TEXT;
ALTER TABLE account ADD COLUMN id_number_hash TEXT;
-- 'none' for families, 'required' for staff, 'waived' in the demo.
ALTER TABLE account ADD COLUMN second_factor TEXT NOT NULL DEFAULT 'none';
ALTER TABLE account ADD COLUMN totp_secret TEXT;
ALTER TABLE account ADD COLUMN totp_key TEXT;
-- The last time step whose code was used: none is taken twice (RFC 6238 section 5.2).
ALTER TABLE account ADD COLUMN totp_step BIGINT NOT NULL DEFAULT 0;
ALTER TABLE account ADD COLUMN ended_at BIGINT;

UPDATE account SET second_factor = 'required' WHERE role <> 'family';

CREATE UNIQUE INDEX account_id_number_key ON account (id_number_hash);

-- Which personal-data notice was agreed to, and when (part 六(一) step 2).
CREATE TABLE consent (
    account_id TEXT NOT NULL REFERENCES account (id),
    notice_version TEXT NOT NULL,
    agreed_at BIGINT NOT NULL,
    PRIMARY KEY (account_id, notice_version)
);

-- An account that waits for its mail address to be verified. It becomes one when the link is used.
CREATE TABLE registration (
    id TEXT NOT NULL PRIMARY KEY,
    email TEXT NOT NULL,
    name TEXT NOT NULL,
    language TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    details TEXT NOT NULL,
    details_key TEXT NOT NULL,
    id_number_hash TEXT NOT NULL,
    notice_version TEXT NOT NULL,
    agreed_at BIGINT NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE INDEX registration_by_email ON registration (email, created_at);

CREATE TABLE recovery_code (
    account_id TEXT NOT NULL REFERENCES account (id),
    code_hash TEXT NOT NULL,
    used_at BIGINT,
    PRIMARY KEY (account_id, code_hash)
);

-- The password was right; the code is still to come.
CREATE TABLE second_step (
    token_hash TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES account (id),
    tries BIGINT NOT NULL DEFAULT 0,
    -- A secret that is being set up, sealed; it counts once its first code was right.
    new_secret TEXT,
    ends_at BIGINT NOT NULL
);

-- How often something was tried, by a keyed hash of who tried: the moment at which nothing is owed any more.
CREATE TABLE throttle (
    who TEXT NOT NULL PRIMARY KEY,
    clear_at BIGINT NOT NULL
);

-- Each session has an id that may be shown, and the name of the device that it was begun on. Who is logged in
-- while this migration runs logs in again.
DELETE FROM session;
ALTER TABLE session ADD COLUMN id TEXT NOT NULL DEFAULT '';
ALTER TABLE session ADD COLUMN device TEXT NOT NULL DEFAULT '';
CREATE INDEX session_by_account ON session (account_id);

-- Mail on its way out, written in the transaction that causes it; `outbox` takes the place of `mail`. Words and
-- links are made when it is sent. `account_id`, `registration_id` or `to_address` says whom it is for.
CREATE TABLE outbox (
    id TEXT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    account_id TEXT REFERENCES account (id),
    registration_id TEXT,
    to_address TEXT,
    language TEXT,
    entry_id TEXT REFERENCES entry (id),
    state TEXT NOT NULL,
    tries BIGINT NOT NULL DEFAULT 0,
    next_try_at BIGINT NOT NULL,
    last_error TEXT,
    created_at BIGINT NOT NULL,
    sent_at BIGINT
);

INSERT INTO outbox (id, kind, account_id, entry_id, state, next_try_at, created_at, sent_at)
SELECT id, kind, account_id, entry_id, 'waiting', created_at, created_at, sent_at FROM mail;

DROP TABLE mail;

CREATE INDEX outbox_waiting ON outbox (next_try_at) WHERE state = 'waiting';

-- A link in a mail: works once, until `ends_at`. Only the hash of its token is kept.
CREATE TABLE link (
    token_hash TEXT NOT NULL PRIMARY KEY,
    purpose TEXT NOT NULL,
    mail_id TEXT NOT NULL,
    account_id TEXT REFERENCES account (id),
    registration_id TEXT,
    -- The new address, for a link that confirms one.
    email TEXT,
    created_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    used_at BIGINT
);

CREATE INDEX link_by_mail ON link (mail_id);
