-- Portable between SQLite and PostgreSQL: BIGINT and TEXT only. Times are microseconds since 1970 UTC, days are
-- days since 1970-01-01 in Taipei, ids are UUIDs as text.

CREATE TABLE institution (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    phone TEXT NOT NULL,
    created_at BIGINT NOT NULL
);

-- Family and staff. Staff belong to one institution, families to none.
CREATE TABLE account (
    id TEXT NOT NULL PRIMARY KEY,
    role TEXT NOT NULL,
    institution_id TEXT REFERENCES institution (id),
    email TEXT NOT NULL,
    name TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    language TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    CONSTRAINT account_email_key UNIQUE (email),
    CONSTRAINT account_staff_have_an_institution CHECK ((role = 'family') = (institution_id IS NULL))
);

CREATE TABLE student (
    id TEXT NOT NULL PRIMARY KEY,
    institution_id TEXT NOT NULL REFERENCES institution (id),
    call_number TEXT NOT NULL,
    name TEXT NOT NULL,
    pin_hash TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    CONSTRAINT student_call_number_key UNIQUE (institution_id, call_number)
);

-- Only the hash of a session's token is kept: who reads the database cannot become somebody.
CREATE TABLE session (
    token_hash TEXT NOT NULL PRIMARY KEY,
    account_id TEXT REFERENCES account (id),
    student_id TEXT REFERENCES student (id),
    created_at BIGINT NOT NULL,
    last_seen_at BIGINT NOT NULL,
    idle_until BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    CONSTRAINT session_is_of_one CHECK ((account_id IS NULL) <> (student_id IS NULL))
);

-- The 電子家庭聯絡簿. `uses` counts the writes that touch its rules: updating it locks the book on both engines.
CREATE TABLE book (
    id TEXT NOT NULL PRIMARY KEY,
    student_id TEXT NOT NULL REFERENCES student (id),
    account_id TEXT NOT NULL REFERENCES account (id),
    relationship TEXT NOT NULL,
    opened_at BIGINT NOT NULL,
    closed_at BIGINT,
    uses BIGINT NOT NULL DEFAULT 0
);

-- Part 二(一) of the regulation: 學生 1 人限申請 1 個家庭聯絡簿服務.
CREATE UNIQUE INDEX book_one_active_per_student ON book (student_id) WHERE closed_at IS NULL;
CREATE INDEX book_by_account ON book (account_id);

CREATE TABLE entry (
    id TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES account (id),
    book_id TEXT REFERENCES book (id),
    title TEXT NOT NULL,
    body TEXT NOT NULL,
    photo_id TEXT,
    state TEXT NOT NULL,
    round BIGINT NOT NULL DEFAULT 0,
    turn BIGINT,
    created_at BIGINT NOT NULL,
    edited_at BIGINT NOT NULL,
    submitted_at BIGINT,
    decided_at BIGINT,
    delivered_at BIGINT,
    read_at BIGINT,
    withdrawn_at BIGINT,
    CONSTRAINT entry_beyond_draft_has_a_book CHECK (state = 'draft' OR book_id IS NOT NULL)
);

CREATE INDEX entry_by_account ON entry (account_id, edited_at);
CREATE INDEX entry_by_book_and_turn ON entry (book_id, turn);
CREATE INDEX entry_waiting ON entry (submitted_at) WHERE state = 'in_review';

-- Photos are stored outside the database under their id; a row here says whose they are.
CREATE TABLE photo (
    id TEXT NOT NULL PRIMARY KEY,
    entry_id TEXT NOT NULL REFERENCES entry (id),
    width BIGINT NOT NULL,
    height BIGINT NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE INDEX photo_by_entry ON photo (entry_id);

-- The review history: what was decided about which words and which photo, kept for ever.
CREATE TABLE review (
    id TEXT NOT NULL PRIMARY KEY,
    entry_id TEXT NOT NULL REFERENCES entry (id),
    book_id TEXT NOT NULL REFERENCES book (id),
    round BIGINT NOT NULL,
    title TEXT NOT NULL,
    body TEXT NOT NULL,
    photo_id TEXT REFERENCES photo (id),
    submitted_at BIGINT NOT NULL,
    decision TEXT NOT NULL,
    reasons TEXT NOT NULL,
    suggestion TEXT,
    decided_by TEXT NOT NULL REFERENCES account (id),
    decided_at BIGINT NOT NULL,
    CONSTRAINT review_once_a_round UNIQUE (entry_id, round)
);

CREATE INDEX review_by_book ON review (book_id, decision);

-- Mail to be sent, written in the transaction that causes it. The words are made when it is sent.
CREATE TABLE mail (
    id TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES account (id),
    entry_id TEXT NOT NULL REFERENCES entry (id),
    kind TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    sent_at BIGINT
);

CREATE INDEX mail_unsent ON mail (created_at) WHERE sent_at IS NULL;
