-- Brings a database whose 0001_lore.sql was of an earlier wording to what it says now. It is applied
-- by what is missing and not by number (see lore/migrate.py).
CREATE INDEX IF NOT EXISTS fact_by_role_text ON fact (role_text COLLATE NOCASE) WHERE role_text IS NOT NULL;

CREATE TABLE IF NOT EXISTS pack_row (
    pack TEXT NOT NULL REFERENCES pack (name),
    what TEXT NOT NULL CHECK (what IN ('entity', 'fact')),
    target_id INTEGER NOT NULL,
    PRIMARY KEY (pack, what, target_id)
) STRICT, WITHOUT ROWID;

ALTER TABLE spelling RENAME TO spelling_before;
CREATE TABLE spelling (
    key TEXT NOT NULL,
    token_id INTEGER NOT NULL,
    PRIMARY KEY (key, token_id)
) STRICT, WITHOUT ROWID;
INSERT INTO spelling SELECT key, token_id FROM spelling_before;
DROP TABLE spelling_before;

ALTER TABLE posting RENAME TO posting_before;
CREATE TABLE posting (
    token_id INTEGER NOT NULL,
    name_id INTEGER NOT NULL,
    PRIMARY KEY (token_id, name_id)
) STRICT, WITHOUT ROWID;
INSERT INTO posting SELECT token_id, name_id FROM posting_before;
DROP TABLE posting_before;
