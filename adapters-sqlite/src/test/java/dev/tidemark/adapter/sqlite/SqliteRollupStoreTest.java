package dev.tidemark.adapter.sqlite;

import dev.tidemark.testkit.contract.RollupStoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

final class SqliteRollupStoreTest implements RollupStoreContract {

  @TempDir static Path begun;

  @TempDir Path directory;

  @BeforeAll
  static void begin() {
    SqliteRollupPlace.begin(begun);
  }

  @Override
  public RollupPlace newPlace() {
    return SqliteRollupPlace.copied(begun, directory);
  }
}
