-- What the upstream was asked, and until when it wants to be left alone, is in state.db now. It was
-- taken over there before this is run.

DROP TABLE _request;
ALTER TABLE _upstream DROP COLUMN not_before;

PRAGMA user_version = 3;
