ALTER TABLE platforms ADD COLUMN empty_account_behavior TEXT NOT NULL DEFAULT 'RANDOM';
