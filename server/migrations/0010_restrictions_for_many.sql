-- Part 一: a restriction that was made for many students together, such as all of a unit, and is ended together.

CREATE TABLE restriction_batch (
    id TEXT NOT NULL PRIMARY KEY,
    institution_id TEXT NOT NULL REFERENCES institution (id),
    kind TEXT NOT NULL,
    begins_at BIGINT NOT NULL,
    until_at BIGINT,
    note TEXT NOT NULL,
    made_by TEXT NOT NULL REFERENCES account (id),
    made_at BIGINT NOT NULL,
    -- Who ended what was not over of it, and when.
    ended_by TEXT REFERENCES account (id),
    ended_at BIGINT
);

CREATE INDEX restriction_batch_by_institution ON restriction_batch (institution_id, made_at);

-- Empty for a restriction that was made for one student alone.
ALTER TABLE restriction ADD COLUMN batch_id TEXT REFERENCES restriction_batch (id);

CREATE INDEX restriction_by_batch ON restriction (batch_id);
