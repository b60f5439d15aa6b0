INSERT INTO inbox_waiting VALUES (
    1, 77, 'unanswered', 'who scored it', '2020-09-01T12:00:00Z', 2, 0,
    '[["no_fact", "composer", [], null], null]'
);
