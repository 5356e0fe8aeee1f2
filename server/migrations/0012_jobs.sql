-- How the server's jobs fare, a row a job. Of a failure only its kind is kept, never its words.
CREATE TABLE job_run (
    job TEXT NOT NULL PRIMARY KEY,
    began_at BIGINT NOT NULL,
    ended_at BIGINT NOT NULL,
    -- When it last went well.
    good_at BIGINT,
    -- How much it did then.
    done BIGINT NOT NULL,
    -- In a row.
    failures BIGINT NOT NULL,
    cause TEXT
);

CREATE INDEX outbox_in_trouble ON outbox (created_at) WHERE state = 'dead' OR (state = 'waiting' AND tries > 0);
