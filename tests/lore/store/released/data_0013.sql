INSERT INTO feed VALUES (
    1, 7, 'https://gazette.example/feed', '"one"', NULL, '2026-11-29T12:00:00Z', 1,
    '2026-11-29T11:00:00Z', 'The site answers with status 404.'
);
INSERT INTO feed_entry VALUES (7, 'a1b2', '2026-11-29');
INSERT INTO clipping VALUES (
    1, 7, 1, 'A Score for the Train', 'Film Gazette', 'https://gazette.example/score', '2026-11-28',
    '["Ana Lopez composes it."]', 1, '2026-11-29T12:00:00Z', 'open', '[]'
);
INSERT INTO pattern VALUES (7, 'composes', 2, 1);
