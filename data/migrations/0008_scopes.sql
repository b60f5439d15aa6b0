-- What a server looks up is met by its own scope, so that it costs the same however many other
-- servers have facts and names of the same things.
DROP INDEX IF EXISTS fact_by_subject;
DROP INDEX IF EXISTS fact_by_value;
DROP INDEX IF EXISTS fact_by_role;
DROP INDEX IF EXISTS fact_by_role_text;
DROP INDEX IF EXISTS fact_by_property;
CREATE INDEX fact_by_subject ON fact (subject_id, scope, property);
CREATE INDEX fact_by_value ON fact (value_id, scope, property) WHERE value_id IS NOT NULL;
CREATE INDEX fact_by_role ON fact (role_id, scope, property) WHERE role_id IS NOT NULL;
CREATE INDEX fact_by_role_text ON fact (scope, role_text COLLATE NOCASE)
    WHERE role_text IS NOT NULL;
CREATE INDEX fact_by_property ON fact (property, scope, value_date);

DROP INDEX IF EXISTS source_by_title;
CREATE INDEX source_by_title ON source (title, scope);
DROP INDEX IF EXISTS entity_by_kind;
CREATE INDEX entity_by_kind ON entity (kind, scope);
DROP INDEX IF EXISTS name_by_key;
CREATE INDEX name_by_key ON name (scope, key);
DROP INDEX IF EXISTS name_by_entity;
CREATE INDEX name_by_entity ON name (entity_id, scope);
-- A name that goes takes with it what servers have hidden of it.
CREATE INDEX hidden_by_target ON hidden (what, target_id);

-- Words and their spellings are derived from the names, and written anew at the next start.
-- A spelling's key is a number of the scope and the spelling (see lore/store/names.py): the
-- spellings of one server stand together, and are no longer the larger the longer the words are.
DELETE FROM name_index;
DELETE FROM posting;
DROP TABLE spelling;
DROP TABLE token;
CREATE TABLE token (
    id INTEGER PRIMARY KEY,
    scope INTEGER NOT NULL,
    text TEXT NOT NULL,
    names INTEGER NOT NULL,
    UNIQUE (scope, text)
) STRICT;
CREATE TABLE spelling (
    key INTEGER NOT NULL,
    token_id INTEGER NOT NULL,
    PRIMARY KEY (key, token_id)
) STRICT, WITHOUT ROWID;
