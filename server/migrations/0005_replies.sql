-- 其他家庭支持活動方案 (part 二(二)): inside one, students reply.

-- Days are those of Taipei; `ends_on` is the last day that counts.
CREATE TABLE programme (
    id TEXT NOT NULL PRIMARY KEY,
    institution_id TEXT NOT NULL REFERENCES institution (id),
    title TEXT NOT NULL,
    begins_on BIGINT NOT NULL,
    ends_on BIGINT NOT NULL,
    made_by TEXT NOT NULL REFERENCES account (id),
    made_at BIGINT NOT NULL,
    ended_by TEXT REFERENCES account (id),
    ended_at BIGINT
);

CREATE INDEX programme_by_institution ON programme (institution_id, begins_on);

CREATE TABLE programme_student (
    programme_id TEXT NOT NULL REFERENCES programme (id),
    student_id TEXT NOT NULL REFERENCES student (id),
    PRIMARY KEY (programme_id, student_id)
);

CREATE INDEX programme_of_student ON programme_student (student_id);

-- A reply is an entry that answers another one. `written_by` is the account or the student who writes it and alone may
-- change it; `account_id` is the family it goes to.
ALTER TABLE entry ADD COLUMN answers TEXT REFERENCES entry (id);
ALTER TABLE entry ADD COLUMN written_by TEXT NOT NULL DEFAULT '';
UPDATE entry SET written_by = account_id;

CREATE UNIQUE INDEX entry_one_reply ON entry (answers) WHERE answers IS NOT NULL;
CREATE INDEX entry_by_writer ON entry (written_by, edited_at);
DROP INDEX entry_by_account;

-- A student's reply that comes back is no strike of the family.
ALTER TABLE review ADD COLUMN of_reply BIGINT NOT NULL DEFAULT 0;
-- Counted for each row of the queue.
CREATE INDEX review_returned ON review (book_id, decided_at) WHERE decision = 'returned' AND of_reply = 0;
