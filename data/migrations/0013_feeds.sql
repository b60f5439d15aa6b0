-- Feeds of news, and what moderators made of it. Times are ISO 8601 in UTC.

-- How far each feed was read that a server's settings name: what its site said of the version that
-- was read, when it is looked at again, and since when and why it fails.
CREATE TABLE feed (
    id INTEGER PRIMARY KEY,
    scope INTEGER NOT NULL CHECK (scope <> 0),
    address TEXT NOT NULL,
    etag TEXT,
    modified TEXT,
    due_at TEXT NOT NULL,
    failures INTEGER NOT NULL DEFAULT 0,
    failing_since TEXT,
    trouble TEXT,
    UNIQUE (scope, address)
) STRICT;
CREATE INDEX feed_by_due ON feed (due_at);

-- Entries that were read, by digests of their addresses and ids: each is read once in a server.
CREATE TABLE feed_entry (
    scope INTEGER NOT NULL CHECK (scope <> 0),
    digest TEXT NOT NULL,
    seen_on TEXT NOT NULL,
    PRIMARY KEY (scope, digest)
) STRICT, WITHOUT ROWID;

-- Articles of feeds whose proposals wait for a moderator. `paragraphs` (JSON) is emptied once it is
-- closed; `decided` (JSON) are the proposals that were.
CREATE TABLE clipping (
    id INTEGER PRIMARY KEY,
    scope INTEGER NOT NULL CHECK (scope <> 0),
    number INTEGER NOT NULL,
    title TEXT NOT NULL,
    publisher TEXT,
    address TEXT,
    published TEXT,
    paragraphs TEXT NOT NULL,
    proposals INTEGER NOT NULL,
    found_at TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'closed')),
    decided TEXT NOT NULL DEFAULT '[]',
    UNIQUE (scope, number)
) STRICT;
CREATE INDEX clipping_by_state ON clipping (scope, state, found_at);

-- How often a server's moderators accepted and rejected what a pattern of articles proposed.
CREATE TABLE pattern (
    scope INTEGER NOT NULL CHECK (scope <> 0),
    name TEXT NOT NULL,
    accepted INTEGER NOT NULL DEFAULT 0,
    rejected INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (scope, name)
) STRICT, WITHOUT ROWID;

-- Clippings have numbers as well.
CREATE TABLE numbered_new (
    scope INTEGER NOT NULL,
    what TEXT NOT NULL CHECK (what IN ('entry', 'suggestion', 'clipping')),
    last INTEGER NOT NULL,
    PRIMARY KEY (scope, what)
) STRICT, WITHOUT ROWID;
INSERT INTO numbered_new SELECT scope, what, last FROM numbered;
DROP TABLE numbered;
ALTER TABLE numbered_new RENAME TO numbered;
