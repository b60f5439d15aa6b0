INSERT INTO number VALUES (77, 1, 'own');
UPDATE change SET number = id;
INSERT INTO touched VALUES (77, 'fact own', 1);
INSERT INTO setting VALUES (77, 'quiet', 'true');
