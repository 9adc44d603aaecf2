package dev.tidemark.adapter.sqlite;

import dev.tidemark.testkit.contract.RollupStoreContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

final class SqliteRollupStoreTest implements RollupStoreContract {

  @TempDir Path directory;

  @Override
  public RollupPlace newPlace() {
    try {
      return SqliteRollupPlace.in(Files.createTempDirectory(directory, "place"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
