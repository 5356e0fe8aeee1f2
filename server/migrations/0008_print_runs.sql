-- Letters on paper for students who cannot come to a terminal.

CREATE TABLE print_run (
    id TEXT NOT NULL PRIMARY KEY,
    institution_id TEXT NOT NULL REFERENCES institution (id),
    made_by TEXT NOT NULL REFERENCES account (id),
    made_at BIGINT NOT NULL
);

CREATE INDEX print_run_by_institution ON print_run (institution_id, made_at);

-- Whose letters it holds, and when staff said that they were handed over.
CREATE TABLE print_run_student (
    print_run_id TEXT NOT NULL REFERENCES print_run (id),
    student_id TEXT NOT NULL REFERENCES student (id),
    handed_by TEXT REFERENCES account (id),
    handed_at BIGINT,
    CONSTRAINT print_run_student_once PRIMARY KEY (print_run_id, student_id)
);

-- A letter is in one run, once.
CREATE TABLE print_run_entry (
    entry_id TEXT NOT NULL REFERENCES entry (id),
    print_run_id TEXT NOT NULL REFERENCES print_run (id),
    student_id TEXT NOT NULL REFERENCES student (id),
    CONSTRAINT print_run_entry_once PRIMARY KEY (entry_id)
);

CREATE INDEX print_run_entry_by_run ON print_run_entry (print_run_id, student_id);
CREATE INDEX entry_unread ON entry (book_id) WHERE state = 'delivered';
