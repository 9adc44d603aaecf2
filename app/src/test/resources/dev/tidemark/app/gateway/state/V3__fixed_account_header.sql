ALTER TABLE platforms ADD COLUMN reverse_proxy_fixed_account_header TEXT NOT NULL DEFAULT '';
