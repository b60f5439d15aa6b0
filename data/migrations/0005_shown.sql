-- What was shown in Discord, so that the buttons under it work for whoever sees them, also after a
-- restart: the question and never who asked it. `view` is the way of looking ("ask", "film" …).
-- `after` is the answer that this one followed in its conversation; it may be gone, so it is no
-- foreign key. `channel` is null where the bot is not installed, and so in direct messages.
CREATE TABLE shown (
    id INTEGER PRIMARY KEY,
    scope INTEGER NOT NULL,
    channel INTEGER,
    question TEXT NOT NULL,
    view TEXT NOT NULL,
    after INTEGER,
    made_at TEXT NOT NULL
) STRICT;

-- What members wrote of answers that are wrong, beside the inbox; the answer is kept with it.
CREATE TABLE report (
    id INTEGER PRIMARY KEY,
    scope INTEGER NOT NULL CHECK (scope <> 0),
    shown_id INTEGER NOT NULL REFERENCES shown (id),
    text TEXT NOT NULL,
    made_at TEXT NOT NULL
) STRICT;
CREATE INDEX report_by_scope ON report (scope, id);
CREATE INDEX report_by_shown ON report (shown_id);
