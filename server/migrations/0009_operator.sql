-- 矯正署, where the operators' accounts belong: no student is in it, and families and staff never see it.
ALTER TABLE institution ADD COLUMN authority BIGINT NOT NULL DEFAULT 0;

-- From when on it takes nobody any more.
ALTER TABLE institution ADD COLUMN closed_at BIGINT;

CREATE UNIQUE INDEX institution_one_authority ON institution (authority) WHERE authority = 1;
CREATE UNIQUE INDEX institution_name_key ON institution (name);
