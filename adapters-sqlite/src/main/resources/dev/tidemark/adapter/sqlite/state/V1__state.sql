-- The table of the strong tier that is not the application's.

-- What the tables were made from, or taken over for: one row for each field of each entity type.
CREATE TABLE _field (
  type      TEXT NOT NULL,    -- entity type
  field     TEXT NOT NULL,
  signature TEXT NOT NULL,    -- as in a schema file: instant(seconds), real?
  key_part  INTEGER,          -- 1 for the first field of the key, 2 for the second, ...
  PRIMARY KEY (type, field)
) STRICT, WITHOUT ROWID;

PRAGMA user_version = 1;
