-- What is known of the rollups beside their source. Instants are ISO-8601 text in UTC, by SQLite's
-- own clock.

-- One row for each rollup.
CREATE TABLE _rollup (
  name               TEXT PRIMARY KEY NOT NULL,
  signature          TEXT NOT NULL,    -- of the definition that the tables were made for
  watermark_time     TEXT,             -- changes before this time are taken in
  watermark_sequence INTEGER,          -- changes up to this number are taken in
  complete_since     TEXT,             -- when a walk had computed all there was
  walk_from          TEXT,             -- what the open walk is to compute; null without one
  walk_to            TEXT,
  stamp_time         TEXT,             -- where the watermark goes when the walk ends
  stamp_sequence     INTEGER,
  lease_token        INTEGER NOT NULL DEFAULT 0,
  lease_holder       TEXT,             -- null when nobody has it
  lease_until        TEXT,
  success_at         TEXT,             -- the last tick that did something
  success_cells      INTEGER,
  failure_at         TEXT,
  failure            TEXT,
  lock_misses        INTEGER NOT NULL DEFAULT 0,
  mismatches         INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

-- What open walks have computed.
CREATE TABLE _walk_part (
  name      TEXT NOT NULL,
  part_from TEXT NOT NULL,
  part_to   TEXT NOT NULL,
  done_at   TEXT NOT NULL,
  PRIMARY KEY (name, part_from, part_to)
) STRICT, WITHOUT ROWID;
