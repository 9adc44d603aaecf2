ALTER TABLE platforms ADD COLUMN fixed_account_header TEXT NOT NULL DEFAULT '';
