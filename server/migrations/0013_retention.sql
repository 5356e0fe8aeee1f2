-- For how many days the installation keeps what no institution decides about; one row once they were set.
CREATE TABLE retention (
    id BIGINT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    drafts BIGINT NOT NULL,
    requests BIGINT NOT NULL,
    mail BIGINT NOT NULL,
    accounts BIGINT NOT NULL
);
