-- How the names of the index were folded (see lore/store/index.py): one row. Where the program
-- folds them otherwise now, the index is written anew.
CREATE TABLE name_index (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    digest TEXT NOT NULL
) STRICT;
