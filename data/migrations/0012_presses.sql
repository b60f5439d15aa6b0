-- Which of the readings that were offered to a question was pressed, to train on: the question's
-- folded words, the readings as plain questions (JSON), and the day. No person is kept.
CREATE TABLE press (
    id INTEGER PRIMARY KEY,
    scope INTEGER NOT NULL CHECK (scope <> 0),
    question TEXT NOT NULL,
    offered TEXT NOT NULL,
    pressed TEXT NOT NULL,
    day TEXT NOT NULL
) STRICT;
CREATE INDEX press_by_scope ON press (scope);
