package dev.tidemark.adapter.sqlite;

import dev.tidemark.core.state.StateSchema;
import dev.tidemark.core.state.spi.StrongStore;
import dev.tidemark.testkit.contract.StrongStoreContract;
import dev.tidemark.testkit.time.ManualClock;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

final class SqliteStrongStoreTest implements StrongStoreContract {

  private final List<SqliteStrongStore> open = new ArrayList<>();
  private final Map<StrongStore, Supplier<StrongStore>> again = new HashMap<>();
  @TempDir Path directory;

  @Override
  public StrongStore newStore(StateSchema schema) {
    return open(directory.resolve(UUID.randomUUID().toString()), schema);
  }

  @Override
  public StrongStore reopen(StrongStore store) {
    ((SqliteStrongStore) store).close();
    return again.get(store).get();
  }

  private StrongStore open(Path data, StateSchema schema) {
    SqliteStrongStore store =
        SqliteStrongStore.open(
            SqliteStateConfig.in(data), schema, ManualClock.at("2026-04-16T08:30:00Z"));
    open.add(store);
    again.put(store, () -> open(data, schema));
    return store;
  }

  @AfterEach
  void closeAll() {
    open.forEach(SqliteStrongStore::close);
  }
}
