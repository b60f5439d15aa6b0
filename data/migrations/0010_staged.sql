-- The ids that a server's import reserves while it is written in slices, from first to last (of
-- words those from the first on that are its server's): the
-- rows that it has there are nobody's until they are made live in one step. What a crash leaves is
-- taken out at the next start.
CREATE TABLE staged (
    scope INTEGER NOT NULL CHECK (scope <> 0),
    what TEXT NOT NULL CHECK (what IN ('source', 'entity', 'fact', 'token')),
    first INTEGER NOT NULL,
    last INTEGER NOT NULL,
    PRIMARY KEY (scope, what)
) STRICT, WITHOUT ROWID;

-- A row that goes is looked for in what refers to it.
CREATE INDEX preference_by_fact ON preference (fact_id);
CREATE INDEX merged_by_entity ON merged (entity_id);
CREATE INDEX merged_by_root ON merged (into_id);
