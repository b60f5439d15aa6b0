-- What each change takes in the history, in bytes: summed up for a server's quota.
ALTER TABLE change ADD COLUMN size INTEGER NOT NULL DEFAULT 0;
UPDATE change SET size = COALESCE(length(CAST(before AS BLOB)), 0)
    + COALESCE(length(CAST(after AS BLOB)), 0);
CREATE INDEX change_by_size ON change (scope, size);
