-- What families and staff say about the site, for the institution's admin. What belongs to no institution is for the
-- operator: its institution is the authority.

-- `page` is a path without ids, or ''.
CREATE TABLE feedback (
    id TEXT NOT NULL PRIMARY KEY,
    institution_id TEXT NOT NULL REFERENCES institution (id),
    account_id TEXT NOT NULL REFERENCES account (id),
    page TEXT NOT NULL,
    text TEXT NOT NULL,
    at BIGINT NOT NULL,
    done_at BIGINT,
    done_by TEXT REFERENCES account (id)
);

CREATE INDEX feedback_by_institution ON feedback (institution_id, at);
CREATE INDEX feedback_by_account ON feedback (account_id, at);
