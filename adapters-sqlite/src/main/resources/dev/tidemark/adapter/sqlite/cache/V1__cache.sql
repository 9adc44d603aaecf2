-- The tables of the weak tier that are not the application's. Instants are ISO-8601 text in UTC.

-- What the tables were made from, or taken over for: one row for each field of each entity type.
CREATE TABLE _field (
  type      TEXT NOT NULL,    -- entity type
  field     TEXT NOT NULL,
  signature TEXT NOT NULL,    -- as in a schema file: instant(seconds), real?
  key_part  INTEGER,          -- 1 for the first field of the key, 2 for the second, ...
  PRIMARY KEY (type, field)
) STRICT, WITHOUT ROWID;

-- The last flush, written in its transaction; no row before the first.
CREATE TABLE _flush (
  id     INTEGER PRIMARY KEY CHECK (id = 1),
  number INTEGER NOT NULL,
  at     TEXT NOT NULL
) STRICT;

PRAGMA user_version = 1;
