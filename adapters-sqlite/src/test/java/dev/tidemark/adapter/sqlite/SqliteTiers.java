package dev.tidemark.adapter.sqlite;

import dev.tidemark.core.event.Listener;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.RowKey;
import dev.tidemark.core.state.StateSchema;
import dev.tidemark.core.state.spi.StoredRow;
import dev.tidemark.testkit.contract.Tiers;
import dev.tidemark.testkit.time.ManualClock;
import java.nio.file.Path;
import java.util.Optional;

/** Both files of a state as the contracts want them. */
record SqliteTiers(
    SqliteStateConfig config,
    StateSchema schema,
    Listener listener,
    SqliteStrongStore strong,
    SqliteWeakStore weak)
    implements Tiers {

  static final ManualClock CLOCK = ManualClock.at("2026-04-16T08:30:00Z");

  static SqliteTiers open(Path directory, StateSchema schema) {
    return open(SqliteStateConfig.in(directory), schema, Listener.NONE);
  }

  static SqliteTiers open(SqliteStateConfig config, StateSchema schema, Listener listener) {
    SqliteStrongStore strong = SqliteStrongStore.open(config, schema, CLOCK);
    try {
      SqliteWeakStore weak = SqliteWeakStore.open(config, schema, CLOCK, listener);
      return new SqliteTiers(config, schema, listener, strong, weak);
    } catch (RuntimeException e) {
      strong.close();
      throw e;
    }
  }

  boolean insert(Row row) {
    return strong.write("insert", on -> on.insert(row, CLOCK.instant()));
  }

  Optional<StoredRow> stored(EntityType type, Object... key) {
    return strong.read("find", on -> on.find(type, RowKey.of(key)));
  }

  @Override
  public Tiers reopen() {
    close();
    return open(config, schema, listener);
  }

  @Override
  public void close() {
    weak.close();
    strong.close();
  }
}
