-- Questions that got no answer, reports of wrong ones, members' suggestions, and who has left.
-- Every table but `departed` has a scope, a server's id: nothing of it is shared or kept without
-- a server. Days and times are ISO 8601 in UTC.

-- One entry a meaning: `shape` is compared as it is, `words` but for their spelling. Only entries
-- with the same `near` (what no misspelling changes) or `joined` (words without spaces) are compared.
CREATE TABLE inbox_entry (
    id INTEGER PRIMARY KEY,
    scope INTEGER NOT NULL CHECK (scope <> 0),
    number INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('unanswered', 'wrong')),
    shape TEXT NOT NULL,
    words TEXT NOT NULL,
    near TEXT NOT NULL,
    joined TEXT NOT NULL,
    property TEXT,
    names TEXT NOT NULL,
    word TEXT,
    asked INTEGER NOT NULL,
    first_asked TEXT NOT NULL,
    last_asked TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'answered', 'dismissed')),
    UNIQUE (scope, number)
) STRICT;
CREATE INDEX inbox_entry_by_state ON inbox_entry (scope, state, last_asked);
CREATE INDEX inbox_entry_by_near ON inbox_entry (scope, shape, near);
CREATE INDEX inbox_entry_by_joined ON inbox_entry (scope, shape, joined);
CREATE INDEX inbox_entry_by_age ON inbox_entry (last_asked);

-- How an entry was worded; each wording fades by itself. No asker is kept.
CREATE TABLE inbox_wording (
    scope INTEGER NOT NULL,
    entry_id INTEGER NOT NULL REFERENCES inbox_entry (id) ON DELETE CASCADE,
    text TEXT NOT NULL,
    last_asked TEXT NOT NULL,
    PRIMARY KEY (entry_id, text)
) STRICT, WITHOUT ROWID;

-- Who asked to be told, until told. `due` is set when there is an answer.
CREATE TABLE inbox_wish (
    id INTEGER PRIMARY KEY,
    scope INTEGER NOT NULL,
    entry_id INTEGER NOT NULL REFERENCES inbox_entry (id) ON DELETE CASCADE,
    member_id INTEGER NOT NULL,
    channel_id INTEGER,
    question TEXT NOT NULL,
    made_at TEXT NOT NULL,
    due INTEGER NOT NULL DEFAULT 0 CHECK (due IN (0, 1)),
    UNIQUE (entry_id, member_id)
) STRICT;
CREATE INDEX inbox_wish_by_member ON inbox_wish (member_id);

-- How many questions had which outcome on which day, and how many answers were marked wrong.
CREATE TABLE asked_on (
    scope INTEGER NOT NULL,
    day TEXT NOT NULL,
    outcome TEXT NOT NULL,
    asked INTEGER NOT NULL,
    PRIMARY KEY (scope, day, outcome)
) STRICT, WITHOUT ROWID;

-- What members propose. `draft` is the form as JSON, `change_id` what accepting it changed.
CREATE TABLE suggestion (
    id INTEGER PRIMARY KEY,
    scope INTEGER NOT NULL CHECK (scope <> 0),
    number INTEGER NOT NULL,
    member_id INTEGER NOT NULL,
    channel_id INTEGER,
    draft TEXT NOT NULL,
    made_at TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'accepted', 'declined')),
    decided_at TEXT,
    actor TEXT,
    reason TEXT,
    change_id INTEGER,
    UNIQUE (scope, number)
) STRICT;
CREATE INDEX suggestion_by_member ON suggestion (member_id, made_at);
CREATE INDEX suggestion_by_state ON suggestion (scope, state);

-- Words that a server uses for what a property already has a phrase for; `key` is `text` folded.
CREATE TABLE phrase (
    scope INTEGER NOT NULL CHECK (scope <> 0),
    key TEXT NOT NULL,
    text TEXT NOT NULL,
    property TEXT NOT NULL,
    stands_for TEXT NOT NULL,
    PRIMARY KEY (scope, key)
) STRICT, WITHOUT ROWID;

-- The last number given in a server, so that a number never comes to mean another thing.
CREATE TABLE numbered (
    scope INTEGER NOT NULL,
    what TEXT NOT NULL CHECK (what IN ('entry', 'suggestion')),
    last INTEGER NOT NULL,
    PRIMARY KEY (scope, what)
) STRICT, WITHOUT ROWID;

-- Servers that the bot was removed from, and when: what is theirs is erased after 30 days.
CREATE TABLE departed (
    scope INTEGER PRIMARY KEY,
    since TEXT NOT NULL
) STRICT;
