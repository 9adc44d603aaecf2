package dev.tidemark.adapter.sqlite;

import dev.tidemark.core.state.StateSchema;
import dev.tidemark.testkit.contract.Tiers;
import dev.tidemark.testkit.contract.WeakStoreContract;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.io.TempDir;

final class SqliteWeakStoreTest implements WeakStoreContract {

  @TempDir Path directory;

  @Override
  public Tiers newTiers(StateSchema schema) {
    return SqliteTiers.open(directory.resolve(UUID.randomUUID().toString()), schema);
  }
}
