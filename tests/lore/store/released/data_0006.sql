INSERT INTO shown (id, scope, digest, sealed, day) VALUES (1, 77, x'01', x'02', '2020-03-03');
INSERT INTO report (scope, entry_id, text, made_at) VALUES (77, 1, 'no', '2020-03-03');
INSERT INTO told_week VALUES (77, '2020-W10');
