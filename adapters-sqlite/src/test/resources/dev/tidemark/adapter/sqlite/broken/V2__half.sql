INSERT INTO platforms (id, name) VALUES ('1', 'half');
INSERT INTO nowhere (id) VALUES (1);
