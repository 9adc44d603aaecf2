-- What a copy that is left alone has to remember.

-- When the upstream was asked, to stay within a budget over restarts. Older entries are forgotten.
CREATE TABLE _request (
  id INTEGER PRIMARY KEY,
  at TEXT NOT NULL
) STRICT;
CREATE INDEX "_request(at)" ON _request (at);

-- What is known of the upstream itself; one row.
CREATE TABLE _upstream (
  id         INTEGER PRIMARY KEY CHECK (id = 1),
  identity   TEXT,            -- who is copied and as whom it is seen
  not_before TEXT             -- until then it wants to be left alone
) STRICT;
INSERT INTO _upstream (id) VALUES (1);

-- Why some types of a PARTIAL cycle were not applied, a JSON object by entity type; and numbers
-- that older cycles did not count.
ALTER TABLE _sync_run ADD COLUMN failures TEXT;
ALTER TABLE _sync_run ADD COLUMN vanished INTEGER;
ALTER TABLE _sync_run ADD COLUMN purged INTEGER;

PRAGMA user_version = 2;
