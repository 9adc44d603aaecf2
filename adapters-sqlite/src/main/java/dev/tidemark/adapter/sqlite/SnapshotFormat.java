package dev.tidemark.adapter.sqlite;

import java.util.Set;

/** The form of a snapshot file. */
final class SnapshotFormat {

  /** In the header of every snapshot, so that tools and this class know one: "TidS" in ASCII. */
  static final int APPLICATION_ID = 0x54696453;

  /** The newest form of the tables that are no entity types that this version knows. */
  static final int FORMAT = 1;

  static final String FIELDS = "_field";
  static final String REFERENCES = "_reference";
  static final String SNAPSHOT = "_snapshot";

  /** The tables that are no entity types. */
  static final Set<String> OWN = Set.of(FIELDS, REFERENCES, SNAPSHOT);

  /** The page of a delta: that few rows are on one keeps a delta small. */
  static final int PAGE_SIZE = 4_096;

  /** As in a replica, and by which value a row is a tombstone. */
  static final String CREATE_FIELDS =
      """
      CREATE TABLE _field (
        type      TEXT NOT NULL,
        field     TEXT NOT NULL,
        signature TEXT NOT NULL,
        key_part  INTEGER,
        version   INTEGER NOT NULL,
        tombstone TEXT,
        PRIMARY KEY (type, field)
      ) STRICT, WITHOUT ROWID""";

  /** Fields are a JSON array, and a condition a field with its value. */
  static final String CREATE_REFERENCES =
      """
      CREATE TABLE _reference (
        type     TEXT NOT NULL,
        number   INTEGER NOT NULL,
        fields   TEXT NOT NULL,
        target   TEXT NOT NULL,
        required INTEGER NOT NULL,
        if_field TEXT,
        if_value TEXT,
        PRIMARY KEY (type, number)
      ) STRICT, WITHOUT ROWID""";

  /** The change at the position tells one feed from another that has such a position, too. */
  static final String CREATE_SNAPSHOT =
      """
      CREATE TABLE _snapshot (
        id             INTEGER PRIMARY KEY CHECK (id = 1),
        name           TEXT NOT NULL,
        epoch          INTEGER NOT NULL,
        sequence       INTEGER NOT NULL,
        built_at       TEXT NOT NULL,
        spec_hash      TEXT NOT NULL,
        schema_hash    TEXT NOT NULL,
        content_hash   TEXT NOT NULL,
        position       INTEGER,
        position_cycle INTEGER,
        position_at    TEXT
      ) STRICT""";

  private SnapshotFormat() {}
}
