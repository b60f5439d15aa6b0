INSERT INTO entity (id, scope, key, name, kind, year) VALUES
    (1, 0, 'night-train', 'Night Train', 'film', 2020), (2, 0, 'ana', 'Ana López', 'person', NULL),
    (3, 77, 'ours', 'Our Film', 'film', NULL);
INSERT INTO source (id, scope, key, title, published) VALUES (1, 0, 'gazette', 'Gazette', '2020-03');
INSERT INTO fact (id, scope, key, subject_id, property, value_id, role_text) VALUES
    (1, 0, 'cast', 1, 'cast', 2, 'the conductor'), (2, 77, 'own', 3, 'cast', 2, NULL);
INSERT INTO citation (scope, fact_id, source_id, status) VALUES
    (0, 1, 1, 'confirmed'), (77, 2, 1, 'denied');
INSERT INTO hidden VALUES (77, 'fact', 1);
INSERT INTO merged VALUES (77, 3, 1);
INSERT INTO preference VALUES (77, 2, 'preferred');
INSERT INTO change (id, scope, actor, made_at, action, target, target_id) VALUES
    (1, 77, '5', '2020-03-02T00:00:00Z', 'add', 'fact', 2);
INSERT INTO change (id, scope, actor, made_at, action, target, target_id, undoes) VALUES
    (2, 77, '5', '2020-03-03T00:00:00Z', 'undo', 'fact', 2, 1);
INSERT INTO pack VALUES ('mission-impossible', 'abc');
INSERT INTO name (id, scope, entity_id, text, standing, key) VALUES
    (1, 0, 1, 'Night Train', 'name', 'nighttrain'), (2, 0, 2, 'Ana López', 'name', 'analopez');
INSERT INTO token (id, scope, text, names) VALUES (1, 0, 'night', 1), (2, 0, 'ana', 1);
INSERT INTO spelling VALUES ('night', 1), ('nigt', 1), ('ana', 2);
INSERT INTO posting VALUES (1, 1), (2, 2);
