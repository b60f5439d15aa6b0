INSERT INTO staged VALUES (77, 'fact', 5, 9);
