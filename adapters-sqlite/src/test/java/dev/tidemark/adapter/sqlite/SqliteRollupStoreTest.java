package dev.tidemark.adapter.sqlite;

import dev.tidemark.testkit.contract.RollupStoreContract;
import dev.tidemark.testkit.model.UsageRollup;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

final class SqliteRollupStoreTest implements RollupStoreContract {

  /** A place as all begin: its tables take longer to make than most tests do. */
  @TempDir static Path begun;

  @TempDir Path directory;

  @BeforeAll
  static void begin() {
    try (SqliteRollupPlace place = SqliteRollupPlace.in(begun)) {
      RollupFile file = new RollupFile(place.file(), false);
      new RollupPreparation(file, UsageRollup.CAPTURED.plan()).makeBookkeeping();
    }
  }

  @Override
  public RollupPlace newPlace() {
    try {
      Path own = Files.createTempDirectory(directory, "place");
      Files.copy(SqliteRollupPlace.fileIn(begun), SqliteRollupPlace.fileIn(own));
      return SqliteRollupPlace.at(own);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
