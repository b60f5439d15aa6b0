INSERT INTO shown (id, scope, question, view, made_at) VALUES (1, 77, 'who', 'ask', '2020-03-03');
INSERT INTO report (scope, shown_id, text, made_at) VALUES (77, 1, 'no', '2020-03-03');
