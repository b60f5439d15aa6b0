INSERT INTO press VALUES (
    1, 77, 'whos playin ilsa ?', '["Who plays Ilsa Faust?", "Which works is Ilsa Faust in?"]',
    'Who plays Ilsa Faust?', '2020-09-01'
);
