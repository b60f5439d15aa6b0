-- Questions that were still to be gathered when the program ended, as they were; they are gathered
-- after the next start. `content` is JSON of what was understood of each. No asker is kept.
CREATE TABLE inbox_waiting (
    id INTEGER PRIMARY KEY,
    scope INTEGER NOT NULL CHECK (scope <> 0),
    kind TEXT NOT NULL CHECK (kind IN ('unanswered', 'wrong')),
    text TEXT NOT NULL,
    at TEXT NOT NULL,
    asked INTEGER NOT NULL,
    strict INTEGER NOT NULL CHECK (strict IN (0, 1)),
    content TEXT NOT NULL
) STRICT;
