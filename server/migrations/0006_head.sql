-- What the head decides: suspensions, special approvals, programmes.

-- Part 二(五): a suspension that a reviewer proposes; the head suspends or refuses. The suspension that comes of it has the
-- same id. `refusal` is why it was refused.
CREATE TABLE suspension_proposal (
    id TEXT NOT NULL PRIMARY KEY,
    book_id TEXT NOT NULL REFERENCES book (id),
    reason TEXT NOT NULL,
    proposed_by TEXT NOT NULL REFERENCES account (id),
    proposed_at BIGINT NOT NULL,
    decided_by TEXT REFERENCES account (id),
    decided_at BIGINT,
    refusal TEXT
);

CREATE UNIQUE INDEX suspension_proposal_one_waiting ON suspension_proposal (book_id) WHERE decided_at IS NULL;
CREATE INDEX suspension_proposal_by_book ON suspension_proposal (book_id, proposed_at);

-- What the suspended family answered, once.
ALTER TABLE suspension ADD COLUMN answer TEXT;
ALTER TABLE suspension ADD COLUMN answered_at BIGINT;

-- The suspension that a mail tells of.
ALTER TABLE outbox ADD COLUMN suspension_id TEXT REFERENCES suspension (id);
