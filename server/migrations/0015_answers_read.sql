-- When a head first read what a suspended family answered.
ALTER TABLE suspension ADD COLUMN answer_seen_at BIGINT;
