INSERT INTO name_index VALUES (1, 'as then');
