-- The term of the leader that ran a cycle. It never falls: who comes with a smaller one leads no more.

ALTER TABLE _sync_run ADD COLUMN term INTEGER NOT NULL DEFAULT 0;

PRAGMA user_version = 4;
