-- The first words of an article without a title; NULL where it has one. See articles/openings.py.
ALTER TABLE article ADD COLUMN opening TEXT;

-- Articles up to this one are looked at by and by, the newest first.
INSERT INTO state (name, value) SELECT 'unopened', max(id) FROM article HAVING max(id) IS NOT NULL;

-- And so is their code, which is to have colours; see articles/code_backlog.py.
INSERT INTO state (name, value) SELECT 'uncoloured', max(id) FROM article HAVING max(id) IS NOT NULL;
