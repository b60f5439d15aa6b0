-- What moderators change, each for their own server.

-- The numbers by which a server's members name facts ("#12"), given out as facts are shown there.
-- A number stands for a fact's key: a server's own fact with the key of a shared one stands in for
-- it there, under the same number, while the shared one is hidden.
CREATE TABLE number (
    scope INTEGER NOT NULL CHECK (scope <> 0),
    number INTEGER NOT NULL CHECK (number > 0),
    key TEXT NOT NULL,
    PRIMARY KEY (scope, number),
    UNIQUE (scope, key)
) STRICT, WITHOUT ROWID;

-- A server's changes are numbered among themselves too; their row ids are never shown.
ALTER TABLE change ADD COLUMN number INTEGER;
CREATE UNIQUE INDEX change_by_number ON change (scope, number);
-- What each change touched, named as in its `before` and `after`.
CREATE TABLE touched (
    scope INTEGER NOT NULL,
    unit TEXT NOT NULL,
    change_id INTEGER NOT NULL REFERENCES change (id),
    PRIMARY KEY (scope, unit, change_id)
) STRICT, WITHOUT ROWID;

-- How the bot behaves in a server; what is not here is as it comes. `value` is JSON.
CREATE TABLE setting (
    scope INTEGER NOT NULL CHECK (scope <> 0),
    key TEXT NOT NULL,
    value TEXT NOT NULL CHECK (json_valid(value)),
    PRIMARY KEY (scope, key)
) STRICT, WITHOUT ROWID;

-- A server's own facts are few among the shared ones, and are listed and searched by themselves.
CREATE INDEX fact_of_server ON fact (scope, id) WHERE scope <> 0;
CREATE INDEX source_by_title ON source (title);
CREATE INDEX change_by_undone ON change (undoes) WHERE undoes IS NOT NULL;
CREATE INDEX citation_of_server ON citation (source_id) WHERE scope <> 0;
