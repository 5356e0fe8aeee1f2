-- What reports tell, kept as sums: a month is a few rows, however many entries lie behind it. Each sum is added to in the
-- transaction of what it counts (`storage/tallies.rs`).

-- `month` counts months since year 0 in Taipei. `kind` is the name of a `domain::report::Counted`. `step` is 0 but for
-- times: then the seconds within which it was decided, quarters of an hour in the first day, hours after it.
CREATE TABLE tally (
    institution_id TEXT NOT NULL REFERENCES institution (id),
    month BIGINT NOT NULL,
    kind TEXT NOT NULL,
    step BIGINT NOT NULL DEFAULT 0,
    count BIGINT NOT NULL,
    PRIMARY KEY (institution_id, kind, month, step)
);

-- Families that sent something in a month.
CREATE TABLE tally_family (
    institution_id TEXT NOT NULL REFERENCES institution (id),
    month BIGINT NOT NULL,
    account_id TEXT NOT NULL REFERENCES account (id),
    PRIMARY KEY (institution_id, month, account_id)
);

-- What was sent and decided before, one row each; it is summed up at the end.
CREATE TABLE event_before (
    institution_id TEXT NOT NULL,
    account_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    step BIGINT NOT NULL,
    day BIGINT NOT NULL
);

-- Sent: what was decided about, and what waits or was withdrawn as it was sent last.
INSERT INTO event_before (institution_id, account_id, kind, step, day)
SELECT s.institution_id, b.account_id, CASE WHEN r.of_reply = 1 THEN 'reply_received' ELSE 'received' END, 0,
       (r.submitted_at + 28800000000) / 86400000000
FROM review r JOIN book b ON b.id = r.book_id JOIN student s ON s.id = b.student_id;

INSERT INTO event_before (institution_id, account_id, kind, step, day)
SELECT s.institution_id, b.account_id, CASE WHEN e.answers IS NOT NULL THEN 'reply_received' ELSE 'received' END, 0,
       (e.submitted_at + 28800000000) / 86400000000
FROM entry e JOIN book b ON b.id = e.book_id JOIN student s ON s.id = b.student_id
WHERE e.state IN ('in_review', 'withdrawn') AND e.submitted_at IS NOT NULL;

-- Decided.
INSERT INTO event_before (institution_id, account_id, kind, step, day)
SELECT s.institution_id, b.account_id, CASE WHEN r.of_reply = 1 THEN 'reply_' || r.decision ELSE r.decision END, 0,
       (r.decided_at + 28800000000) / 86400000000
FROM review r JOIN book b ON b.id = r.book_id JOIN student s ON s.id = b.student_id;

INSERT INTO event_before (institution_id, account_id, kind, step, day)
SELECT s.institution_id, b.account_id, 'took',
       CASE WHEN r.decided_at - r.submitted_at < 901000000 THEN 900
            WHEN r.decided_at - r.submitted_at < 86401000000
                THEN ((r.decided_at - r.submitted_at) / 1000000 + 899) / 900 * 900
            WHEN r.decided_at - r.submitted_at >= 5184000000000 THEN 5184000
            ELSE ((r.decided_at - r.submitted_at) / 1000000 + 3599) / 3600 * 3600 END,
       (r.decided_at + 28800000000) / 86400000000
FROM review r JOIN book b ON b.id = r.book_id JOIN student s ON s.id = b.student_id
WHERE r.of_reply = 0;

INSERT INTO event_before (institution_id, account_id, kind, step, day)
SELECT s.institution_id, b.account_id, reason.name, 0, (r.decided_at + 28800000000) / 86400000000
FROM review r JOIN book b ON b.id = r.book_id JOIN student s ON s.id = b.student_id
JOIN (SELECT 'not_caring' AS name UNION ALL SELECT 'unsuitable_words' UNION ALL SELECT 'unsuitable_photo'
      UNION ALL SELECT 'unclear_photo' UNION ALL SELECT 'personal_information') reason
    ON ',' || r.reasons || ',' LIKE '%,' || reason.name || ',%'
WHERE r.of_reply = 0 AND r.decision = 'returned';

INSERT INTO event_before (institution_id, account_id, kind, step, day)
SELECT s.institution_id, b.account_id, 'in_own_words', 0, (r.decided_at + 28800000000) / 86400000000
FROM review r JOIN book b ON b.id = r.book_id JOIN student s ON s.id = b.student_id
WHERE r.of_reply = 0 AND r.decision = 'returned' AND r.reasons = '';

-- Requests for books.
INSERT INTO event_before (institution_id, account_id, kind, step, day)
SELECT s.institution_id, a.account_id, 'request_received', 0, (r.submitted_at + 28800000000) / 86400000000
FROM application_review r JOIN application a ON a.id = r.application_id JOIN student s ON s.id = a.student_id;

INSERT INTO event_before (institution_id, account_id, kind, step, day)
SELECT s.institution_id, a.account_id, 'request_received', 0, (a.submitted_at + 28800000000) / 86400000000
FROM application a JOIN student s ON s.id = a.student_id
WHERE a.state IN ('in_review', 'withdrawn') AND a.submitted_at IS NOT NULL;

INSERT INTO event_before (institution_id, account_id, kind, step, day)
SELECT s.institution_id, a.account_id, 'request_' || r.decision, 0, (r.decided_at + 28800000000) / 86400000000
FROM application_review r JOIN application a ON a.id = r.application_id JOIN student s ON s.id = a.student_id;

-- The months from 1970 to 2069, from their first day to the one after their last: neither engine's date functions are the
-- other's.
CREATE TABLE month_before (number BIGINT NOT NULL, begins BIGINT NOT NULL, ends BIGINT NOT NULL);

INSERT INTO month_before (number, begins, ends)
WITH RECURSIVE listed (number, begins, ends) AS (
    SELECT CAST(23640 AS BIGINT), CAST(0 AS BIGINT), CAST(31 AS BIGINT)
    UNION ALL
    SELECT number + 1, ends,
           ends + CASE WHEN (number + 1) % 12 IN (3, 5, 8, 10) THEN 30 WHEN (number + 1) % 12 <> 1 THEN 31
                       WHEN (number + 1) / 12 % 4 = 0 THEN 29 ELSE 28 END
    FROM listed WHERE number < 24839
)
SELECT number, begins, ends FROM listed;

INSERT INTO tally (institution_id, month, kind, step, count)
SELECT e.institution_id, m.number, e.kind, e.step, CAST(SUM(e.count) AS BIGINT)
FROM (SELECT institution_id, kind, step, day, COUNT(*) AS count FROM event_before
      GROUP BY institution_id, kind, step, day) e
JOIN month_before m ON e.day >= m.begins AND e.day < m.ends
GROUP BY e.institution_id, m.number, e.kind, e.step;

INSERT INTO tally_family (institution_id, month, account_id)
SELECT DISTINCT e.institution_id, m.number, e.account_id
FROM (SELECT DISTINCT institution_id, account_id, day FROM event_before WHERE kind = 'received') e
JOIN month_before m ON e.day >= m.begins AND e.day < m.ends;

DROP TABLE month_before;
DROP TABLE event_before;
