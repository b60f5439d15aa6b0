-- Autocompletion before anything is typed lists some names of a kind.
CREATE INDEX entity_by_kind ON entity (kind);
