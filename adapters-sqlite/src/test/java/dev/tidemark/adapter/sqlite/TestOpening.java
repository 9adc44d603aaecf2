package dev.tidemark.adapter.sqlite;

import dev.tidemark.core.schema.Schema;

/** Opens replicas that are none of an older version with anything to take over. */
final class TestOpening {

  private TestOpening() {}

  static ReplicaDatabase open(SqliteConfig config, Schema schema) {
    return of(config, schema).open();
  }

  static ReplicaOpening of(SqliteConfig config, Schema schema) {
    return new ReplicaOpening(
        config,
        schema,
        ledger -> {
          throw new AssertionError("nobody is there to take over " + ledger);
        });
  }
}
