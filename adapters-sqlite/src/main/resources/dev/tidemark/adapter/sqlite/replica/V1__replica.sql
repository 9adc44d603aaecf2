-- The tables of the replica that are not the upstream's. Instants are ISO-8601 text in UTC.

-- What the upstream's tables were made from: one row for each field of each entity type.
CREATE TABLE _field (
  type      TEXT NOT NULL,    -- entity type
  field     TEXT NOT NULL,
  signature TEXT NOT NULL,    -- as in a schema file: instant(seconds), real?
  key_part  INTEGER,          -- 1 for the first field of the key, 2 for the second, ...
  version   INTEGER NOT NULL, -- 1 for the field that cursors follow
  PRIMARY KEY (type, field)
) STRICT, WITHOUT ROWID;

-- The change feed, written in the transaction of the rows. Positions are never used twice.
CREATE TABLE _change (
  position INTEGER PRIMARY KEY AUTOINCREMENT,
  type     TEXT NOT NULL,
  key      TEXT NOT NULL,     -- the key itself, or a JSON array for a composite one
  kind     TEXT NOT NULL,     -- INSERT, UPDATE, DELETE
  cycle    INTEGER NOT NULL,
  at       TEXT NOT NULL
) STRICT;

-- How far each entity type has been followed.
CREATE TABLE _cursor (
  type        TEXT PRIMARY KEY NOT NULL,
  followed_to TEXT NOT NULL,
  complete    INTEGER NOT NULL  -- 0 after the schema gained a field, until the next whole list
) STRICT, WITHOUT ROWID;

-- Rows that wait for a required parent.
CREATE TABLE _orphan (
  type    TEXT NOT NULL,
  key     TEXT NOT NULL,
  missing TEXT NOT NULL,      -- JSON array: ["org_id -> org 42"]
  row     TEXT NOT NULL,      -- the row as a JSON object, by column
  cycle   INTEGER NOT NULL,   -- the cycle that brought this content
  since   TEXT NOT NULL,
  PRIMARY KEY (type, key)
) STRICT, WITHOUT ROWID;

-- Rows that could not be decoded.
CREATE TABLE _quarantine (
  id       INTEGER PRIMARY KEY,
  type     TEXT NOT NULL,
  identity TEXT NOT NULL,     -- the key, or "without key: " and the whole row
  key      TEXT,
  reason   TEXT NOT NULL,
  json     TEXT NOT NULL,     -- as it came
  cycle    INTEGER NOT NULL,
  since    TEXT NOT NULL,
  UNIQUE (type, identity)
) STRICT;

-- Parents that the upstream was asked for and did not know.
CREATE TABLE _unanswered (
  type  TEXT NOT NULL,
  key   TEXT NOT NULL,
  cycle INTEGER NOT NULL,     -- the last cycle that asked
  PRIMARY KEY (type, key)
) STRICT, WITHOUT ROWID;

-- The journal: one row for each cycle.
CREATE TABLE _sync_run (
  cycle       INTEGER PRIMARY KEY AUTOINCREMENT,
  mode        TEXT NOT NULL,  -- INCREMENTAL, FULL
  status      TEXT NOT NULL,  -- RUNNING, SUCCEEDED, FAILED
  started_at  TEXT NOT NULL,
  ended_at    TEXT,
  position    INTEGER,        -- end of the change feed
  staged      INTEGER,
  inserted    INTEGER,
  updated     INTEGER,
  deleted     INTEGER,
  unchanged   INTEGER,
  orphans     INTEGER,
  released    INTEGER,
  quarantined INTEGER,
  requests    INTEGER,
  bytes       INTEGER,
  error_code  TEXT,
  error       TEXT
) STRICT;

PRAGMA user_version = 1;
