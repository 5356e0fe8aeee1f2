-- A family applies for a contact book, staff decide; the roster, restrictions, settings, and the audit.

-- What an institution chose for itself, as JSON of `domain::settings::InstitutionSettings`.
ALTER TABLE institution ADD COLUMN settings TEXT NOT NULL DEFAULT '{}';
-- One more with each change, so that two admins do not overwrite each other.
ALTER TABLE institution ADD COLUMN settings_version BIGINT NOT NULL DEFAULT 0;

-- The roster. Days are days since 1970-01-01 in Taipei. `leaving` is 'released' or 'transferred', from `left_on` on.
ALTER TABLE student ADD COLUMN admitted_on BIGINT;
ALTER TABLE student ADD COLUMN expected_release_on BIGINT;
ALTER TABLE student ADD COLUMN leaving TEXT;
ALTER TABLE student ADD COLUMN left_on BIGINT;
-- Wrong PINs since the last right one; a PIN that nobody made yet is ''.
ALTER TABLE student ADD COLUMN pin_failures BIGINT NOT NULL DEFAULT 0;

-- Why a book was closed: 'released', 'transferred' or 'account_closed'.
ALTER TABLE book ADD COLUMN closed_because TEXT;
UPDATE book SET closed_because = 'account_closed' WHERE closed_at IS NOT NULL;

-- Part 一: for whom the service is not open at present. Kept for ever; `until` is the first moment after it.
CREATE TABLE restriction (
    id TEXT NOT NULL PRIMARY KEY,
    student_id TEXT NOT NULL REFERENCES student (id),
    kind TEXT NOT NULL,
    begins_at BIGINT NOT NULL,
    until_at BIGINT,
    note TEXT NOT NULL,
    made_by TEXT NOT NULL REFERENCES account (id),
    made_at BIGINT NOT NULL,
    ended_by TEXT REFERENCES account (id),
    ended_at BIGINT
);

CREATE INDEX restriction_by_student ON restriction (student_id, begins_at);
-- Approved while the student was restricted, and held.
CREATE INDEX entry_held ON entry (decided_at) WHERE state = 'approved';

-- Part 六(二): a family asks for a student's contact book. While it is a draft, what was filled in so far.
CREATE TABLE application (
    id TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES account (id),
    institution_id TEXT REFERENCES institution (id),
    call_number TEXT NOT NULL DEFAULT '',
    relationship TEXT,
    -- The student whom the look-up showed, and the same once the family has confirmed it.
    found_id TEXT REFERENCES student (id),
    student_id TEXT REFERENCES student (id),
    service TEXT,
    state TEXT NOT NULL,
    round BIGINT NOT NULL DEFAULT 0,
    created_at BIGINT NOT NULL,
    edited_at BIGINT NOT NULL,
    submitted_at BIGINT,
    -- The day by which the institution answers: one calendar month after it was sent.
    due_on BIGINT,
    decided_at BIGINT,
    withdrawn_at BIGINT,
    -- Who of the staff has it open to decide.
    taken_by TEXT REFERENCES account (id),
    taken_at BIGINT,
    CONSTRAINT application_beyond_draft_is_complete CHECK (
        state = 'draft' OR (student_id IS NOT NULL AND relationship IS NOT NULL AND service IS NOT NULL)
    )
);

CREATE INDEX application_by_account ON application (account_id, edited_at);
CREATE INDEX application_by_student ON application (student_id, submitted_at);
CREATE INDEX application_waiting ON application (institution_id, due_on, submitted_at) WHERE state = 'in_review';

-- A document as the family gave it: the clean copy of each page is a file named by the id of its row in `document_page`.
-- `name` is what the file was called, sealed.
CREATE TABLE document (
    id TEXT NOT NULL PRIMARY KEY,
    application_id TEXT NOT NULL REFERENCES application (id),
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    bytes BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    -- The round with which it is sent for the first time. Staff see nothing of a round that was not sent.
    given_in BIGINT NOT NULL,
    -- The round from which it no longer counts; the reviews of earlier rounds still show it.
    replaced_in BIGINT,
    -- When its pages were deleted and its name forgotten, after the time that the institution keeps documents.
    deleted_at BIGINT
);

CREATE INDEX document_by_application ON document (application_id, kind, created_at);

CREATE TABLE document_page (
    id TEXT NOT NULL PRIMARY KEY,
    document_id TEXT NOT NULL REFERENCES document (id),
    number BIGINT NOT NULL,
    width BIGINT NOT NULL,
    height BIGINT NOT NULL,
    CONSTRAINT document_page_number_key UNIQUE (document_id, number)
);

-- What was decided about an application, kept for ever. `reasons` is a JSON array of what the family reads.
CREATE TABLE application_review (
    id TEXT NOT NULL PRIMARY KEY,
    application_id TEXT NOT NULL REFERENCES application (id),
    round BIGINT NOT NULL,
    relationship TEXT NOT NULL,
    submitted_at BIGINT NOT NULL,
    decision TEXT NOT NULL,
    reasons TEXT NOT NULL,
    suggestion TEXT,
    decided_by TEXT NOT NULL REFERENCES account (id),
    decided_at BIGINT NOT NULL,
    CONSTRAINT application_review_once_a_round UNIQUE (application_id, round)
);

ALTER TABLE outbox ADD COLUMN application_id TEXT REFERENCES application (id);
ALTER TABLE outbox ADD COLUMN book_id TEXT REFERENCES book (id);
CREATE INDEX outbox_sent ON outbox (sent_at) WHERE state = 'sent';

-- Append-only, each row bound to the one before by its hash. The one row of `audit_head` is locked to append.
CREATE TABLE audit (
    number BIGINT NOT NULL PRIMARY KEY,
    at BIGINT NOT NULL,
    institution_id TEXT,
    actor_kind TEXT NOT NULL,
    actor_id TEXT,
    action TEXT NOT NULL,
    subject_kind TEXT NOT NULL,
    subject_id TEXT NOT NULL,
    -- JSON; no names, texts or numbers of identification.
    details TEXT NOT NULL,
    hash TEXT NOT NULL
);

CREATE INDEX audit_by_institution ON audit (institution_id, number);
CREATE INDEX audit_by_subject ON audit (subject_id, number);

CREATE TABLE audit_head (
    id BIGINT NOT NULL PRIMARY KEY,
    number BIGINT NOT NULL,
    hash TEXT NOT NULL
);

INSERT INTO audit_head (id, number, hash) VALUES (1, 0, '');
