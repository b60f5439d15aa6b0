-- Several processes may serve one database. `owner` is the one of them that does what is to be done
-- once: `holder` is a name that it gave itself, `until` in seconds since the machine was started.
CREATE TABLE owner (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    holder TEXT NOT NULL,
    until REAL NOT NULL
) STRICT;

-- How often something was written that processes go by without reading it each time.
CREATE TABLE revision (
    what TEXT PRIMARY KEY CHECK (what IN ('packs', 'settings')),
    number INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO revision (what, number) VALUES ('packs', 0), ('settings', 0);

CREATE TRIGGER setting_added AFTER INSERT ON setting BEGIN
    UPDATE revision SET number = number + 1 WHERE what = 'settings';
END;
CREATE TRIGGER setting_changed AFTER UPDATE ON setting BEGIN
    UPDATE revision SET number = number + 1 WHERE what = 'settings';
END;
CREATE TRIGGER setting_removed AFTER DELETE ON setting BEGIN
    UPDATE revision SET number = number + 1 WHERE what = 'settings';
END;
