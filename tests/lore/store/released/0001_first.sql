-- Everything the bot knows. Scope 0 is shared (from packs); any other scope is a Discord server's id.

CREATE TABLE entity (
    id INTEGER PRIMARY KEY,
    scope INTEGER NOT NULL DEFAULT 0,
    key TEXT NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    year INTEGER,
    UNIQUE (scope, key)
) STRICT;

CREATE TABLE source (
    id INTEGER PRIMARY KEY,
    scope INTEGER NOT NULL DEFAULT 0,
    key TEXT NOT NULL,
    title TEXT NOT NULL,
    publisher TEXT,
    address TEXT,
    published TEXT,
    estimated INTEGER NOT NULL DEFAULT 0 CHECK (estimated IN (0, 1)),
    reason TEXT,
    UNIQUE (scope, key),
    CHECK (estimated = 0 OR (published IS NOT NULL AND reason IS NOT NULL))
) STRICT;

CREATE TABLE fact (
    id INTEGER PRIMARY KEY,
    scope INTEGER NOT NULL DEFAULT 0,
    key TEXT NOT NULL,
    subject_id INTEGER NOT NULL REFERENCES entity (id),
    property TEXT NOT NULL,
    value_id INTEGER REFERENCES entity (id),
    value_date TEXT,
    value_text TEXT,
    role_id INTEGER REFERENCES entity (id),
    role_text TEXT,
    spoiler INTEGER NOT NULL DEFAULT 0 CHECK (spoiler IN (0, 1)),
    retired INTEGER NOT NULL DEFAULT 0 CHECK (retired IN (0, 1)),
    UNIQUE (scope, key),
    CHECK ((value_id IS NOT NULL) + (value_date IS NOT NULL) + (value_text IS NOT NULL) = 1),
    CHECK (role_id IS NULL OR role_text IS NULL)
) STRICT;
CREATE INDEX fact_by_subject ON fact (subject_id, property);
CREATE INDEX fact_by_value ON fact (value_id, property) WHERE value_id IS NOT NULL;
CREATE INDEX fact_by_role ON fact (role_id, property) WHERE role_id IS NOT NULL;
CREATE INDEX fact_by_property ON fact (property, value_date);

CREATE TABLE citation (
    id INTEGER PRIMARY KEY,
    scope INTEGER NOT NULL DEFAULT 0,
    fact_id INTEGER NOT NULL REFERENCES fact (id),
    source_id INTEGER NOT NULL REFERENCES source (id),
    locator TEXT,
    as_of TEXT,
    status TEXT NOT NULL CHECK (status IN ('confirmed', 'reported', 'rumoured', 'hoped', 'denied')),
    retired INTEGER NOT NULL DEFAULT 0 CHECK (retired IN (0, 1))
) STRICT;
CREATE INDEX citation_by_fact ON citation (fact_id);
CREATE INDEX citation_denied ON citation (fact_id) WHERE status = 'denied';

-- What one server sees otherwise than the shared scope has it.
CREATE TABLE hidden (
    scope INTEGER NOT NULL CHECK (scope <> 0),
    what TEXT NOT NULL CHECK (what IN ('entity', 'name', 'source', 'fact', 'citation')),
    target_id INTEGER NOT NULL,
    PRIMARY KEY (scope, what, target_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE merged (
    scope INTEGER NOT NULL,
    entity_id INTEGER NOT NULL REFERENCES entity (id),
    into_id INTEGER NOT NULL REFERENCES entity (id),
    PRIMARY KEY (scope, entity_id)
) STRICT, WITHOUT ROWID;
-- A preferred fact leads; a superseded one is no longer part of a conflict.
CREATE TABLE preference (
    scope INTEGER NOT NULL,
    fact_id INTEGER NOT NULL REFERENCES fact (id),
    rank TEXT NOT NULL CHECK (rank IN ('preferred', 'superseded')),
    PRIMARY KEY (scope, fact_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE change (
    id INTEGER PRIMARY KEY,
    scope INTEGER NOT NULL,
    actor TEXT NOT NULL,
    made_at TEXT NOT NULL,
    action TEXT NOT NULL,
    target TEXT NOT NULL,
    target_id INTEGER,
    reason TEXT,
    before TEXT,
    after TEXT,
    undoes INTEGER REFERENCES change (id)
) STRICT;
CREATE INDEX change_by_target ON change (scope, target, target_id);

-- Packs that were seeded, by the digest of their records: an unchanged pack is not read again.
CREATE TABLE pack (
    name TEXT PRIMARY KEY,
    digest TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- The name index. `key` is the folded name without spaces and leading article, so that
-- "Spider-Man" and "spiderman" meet. `standing` tells a name from an alias, from a part of a
-- title and from a name made by rule ("MI7").
CREATE TABLE name (
    id INTEGER PRIMARY KEY,
    scope INTEGER NOT NULL DEFAULT 0,
    entity_id INTEGER NOT NULL REFERENCES entity (id),
    text TEXT NOT NULL,
    standing TEXT NOT NULL CHECK (standing IN ('name', 'alias', 'part', 'rule')),
    key TEXT NOT NULL
) STRICT;
CREATE INDEX name_by_key ON name (key);
CREATE INDEX name_by_entity ON name (entity_id);

-- Words of names; `names` counts the names of the scope that hold the word.
CREATE TABLE token (
    id INTEGER PRIMARY KEY,
    scope INTEGER NOT NULL,
    text TEXT NOT NULL,
    names INTEGER NOT NULL,
    UNIQUE (text, scope)
) STRICT;
-- The deletion neighbourhood of a word, with its consonant skeleton.
CREATE TABLE spelling (
    key TEXT NOT NULL,
    token_id INTEGER NOT NULL REFERENCES token (id),
    PRIMARY KEY (key, token_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE posting (
    token_id INTEGER NOT NULL REFERENCES token (id),
    name_id INTEGER NOT NULL REFERENCES name (id),
    PRIMARY KEY (token_id, name_id)
) STRICT, WITHOUT ROWID;
