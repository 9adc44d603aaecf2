CREATE TABLE events (
  id       INTEGER PRIMARY KEY,
  kind     TEXT,
  at       TEXT,
  changed  TEXT,
  _version INTEGER NOT NULL DEFAULT 1,
  _created TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
  _updated TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))
) STRICT;
