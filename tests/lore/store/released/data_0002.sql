INSERT INTO inbox_entry
    (id, scope, number, kind, shape, words, near, joined, names, asked, first_asked, last_asked, state)
VALUES (1, 77, 1, 'unanswered', 's', '[]', 'n', 'j', '[]', 2, '2020-03-02', '2020-03-03', 'open');
INSERT INTO inbox_wording VALUES (77, 1, 'who composed it', '2020-03-03');
INSERT INTO inbox_wish (scope, entry_id, member_id, question, made_at)
    VALUES (77, 1, 9, 'who composed it', '2020-03-03');
INSERT INTO asked_on VALUES (77, '2020-03-03', 'no_fact', 2);
INSERT INTO suggestion (scope, number, member_id, draft, made_at, state)
    VALUES (77, 1, 9, '{}', '2020-03-03', 'open');
INSERT INTO phrase VALUES (77, 'sky', 'sky', 'cast', 'cast');
INSERT INTO numbered VALUES (77, 'entry', 1);
INSERT INTO departed VALUES (78, '2020-03-03');
