-- What a database of many years is asked without being read through, and what jobs write down of themselves.

-- Whether a photo was part of something decided: asked when one is shown to staff, replaced or thrown away.
CREATE INDEX review_by_photo ON review (photo_id) WHERE photo_id IS NOT NULL;

-- What nobody went on with.
CREATE INDEX entry_drafts ON entry (edited_at) WHERE state = 'draft';
CREATE INDEX application_drafts ON application (edited_at) WHERE state = 'draft';

-- Whether mail tells of an entry or a request: asked when one is thrown away.
CREATE INDEX outbox_by_entry ON outbox (entry_id) WHERE entry_id IS NOT NULL;
CREATE INDEX outbox_by_application ON outbox (application_id) WHERE application_id IS NOT NULL;
-- The address that an account moves to.
CREATE INDEX outbox_by_account ON outbox (account_id, created_at) WHERE account_id IS NOT NULL;
-- What is over, by the moment from which it is kept.
CREATE INDEX outbox_over ON outbox (COALESCE(sent_at, created_at)) WHERE state <> 'waiting';
DROP INDEX outbox_sent;

-- Until when the server that sends a mail has it for itself.
ALTER TABLE outbox ADD COLUMN claimed_until BIGINT;

-- When a job last had something to do, and did it: of the backup, when the newest one was made.
ALTER TABLE job_run ADD COLUMN did_at BIGINT;

-- The authority has no name of its own, so that no institution can have it.
UPDATE institution SET name = '' WHERE authority = 1;
