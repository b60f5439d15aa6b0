-- What was shown can be read by whoever holds the button under it, and by nobody else: the row's
-- name stands in the button alone and is the key to `sealed`. `digest` finds the row by its name.
-- `scope` is the server in which it was shown, so that it goes with the server's data. What was
-- kept readably goes; the buttons over it say that it is kept no longer.
DROP TABLE report;
DROP TABLE shown;
CREATE TABLE shown (
    id INTEGER PRIMARY KEY,
    scope INTEGER NOT NULL,
    digest BLOB NOT NULL UNIQUE,
    sealed BLOB NOT NULL,
    day TEXT NOT NULL
) STRICT;

-- What members wrote of answers that are wrong, on the entry that keeps the question.
CREATE TABLE report (
    id INTEGER PRIMARY KEY,
    scope INTEGER NOT NULL CHECK (scope <> 0),
    entry_id INTEGER NOT NULL REFERENCES inbox_entry (id) ON DELETE CASCADE,
    text TEXT NOT NULL,
    made_at TEXT NOT NULL
) STRICT;
CREATE INDEX report_by_scope ON report (scope, id);
CREATE INDEX report_by_entry ON report (entry_id);

-- The last week of which a server was told in its log channel: "2020-W36".
CREATE TABLE told_week (
    scope INTEGER PRIMARY KEY CHECK (scope <> 0),
    week TEXT NOT NULL
) STRICT;
