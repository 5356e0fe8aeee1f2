-- Writing, reviewing and reading in full.

-- What the photo shows, in the family's words, for those who cannot see it.
ALTER TABLE entry ADD COLUMN photo_alt TEXT NOT NULL DEFAULT '';
ALTER TABLE review ADD COLUMN photo_alt TEXT NOT NULL DEFAULT '';
-- One more each time the family saves. A page names the one it knows, so that two of them do not overwrite each other.
ALTER TABLE entry ADD COLUMN revision BIGINT NOT NULL DEFAULT 0;
-- Who of the staff has opened it to read it, as it waits now.
ALTER TABLE entry ADD COLUMN taken_by TEXT REFERENCES account (id);
ALTER TABLE entry ADD COLUMN taken_at BIGINT;

-- A decision that was made and has not left the house yet: it may be undone until `leaves_at`.
CREATE TABLE verdict (
    entry_id TEXT NOT NULL PRIMARY KEY REFERENCES entry (id),
    round BIGINT NOT NULL,
    decision TEXT NOT NULL,
    reasons TEXT NOT NULL,
    suggestion TEXT,
    decided_by TEXT NOT NULL REFERENCES account (id),
    decided_at BIGINT NOT NULL,
    leaves_at BIGINT NOT NULL
);

CREATE INDEX verdict_by_time ON verdict (leaves_at);

-- Part 二(五): a family that may not publish for a month. `until_at` is the first moment after it.
CREATE TABLE suspension (
    id TEXT NOT NULL PRIMARY KEY,
    book_id TEXT NOT NULL REFERENCES book (id),
    begins_at BIGINT NOT NULL,
    until_at BIGINT NOT NULL,
    reason TEXT NOT NULL,
    made_by TEXT NOT NULL REFERENCES account (id),
    made_at BIGINT NOT NULL,
    ended_by TEXT REFERENCES account (id),
    ended_at BIGINT
);

CREATE INDEX suspension_by_book ON suspension (book_id, begins_at);

-- 專案, part 二(四): wider limits for one book for a while. What is NULL stays as it is.
CREATE TABLE special_approval (
    id TEXT NOT NULL PRIMARY KEY,
    book_id TEXT NOT NULL REFERENCES book (id),
    days_between_uses BIGINT,
    body BIGINT,
    photos BIGINT,
    photo_bytes BIGINT,
    begins_at BIGINT NOT NULL,
    until_at BIGINT NOT NULL,
    reason TEXT NOT NULL,
    made_by TEXT NOT NULL REFERENCES account (id),
    made_at BIGINT NOT NULL,
    ended_by TEXT REFERENCES account (id),
    ended_at BIGINT
);

CREATE INDEX special_approval_by_book ON special_approval (book_id, begins_at);

-- By choice of the family: mail when the student has read.
ALTER TABLE account ADD COLUMN mail_when_read BIGINT NOT NULL DEFAULT 0;

-- How long reading takes these days, what was decided today, and what a book held before.
CREATE INDEX review_by_time ON review (decided_at);
CREATE INDEX review_of_book ON review (book_id, decided_at);
-- The student's inbox.
CREATE INDEX entry_delivered ON entry (book_id, delivered_at) WHERE state IN ('delivered', 'read');

-- 附件 (part 六(三)2). Of each page a clean picture is kept, a file named by the id of its row in `attachment_page`.
CREATE TABLE attachment (
    id TEXT NOT NULL PRIMARY KEY,
    entry_id TEXT NOT NULL REFERENCES entry (id),
    -- What the file was called, and what it was: 'pdf' or 'picture'.
    name TEXT NOT NULL,
    format TEXT NOT NULL,
    -- Of the file as it was sent.
    bytes BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    -- The round with which it is sent for the first time, and the one from which it counts no longer.
    given_in BIGINT NOT NULL,
    replaced_in BIGINT
);

CREATE INDEX attachment_by_entry ON attachment (entry_id);

CREATE TABLE attachment_page (
    id TEXT NOT NULL PRIMARY KEY,
    attachment_id TEXT NOT NULL REFERENCES attachment (id),
    number BIGINT NOT NULL,
    width BIGINT NOT NULL,
    height BIGINT NOT NULL,
    CONSTRAINT attachment_page_number_key UNIQUE (attachment_id, number)
);

-- The size of the photo's file as it was sent: with the attachments it is 20 MB at most.
ALTER TABLE photo ADD COLUMN bytes BIGINT NOT NULL DEFAULT 0;
-- The books of a student: those that are closed, beside `book_one_active_per_student`. One index of all books by their
-- student would lead SQLite to read what waits from the students' side: every entry there is, instead of the few.
CREATE INDEX book_closed_by_student ON book (student_id) WHERE closed_at IS NOT NULL;
