package dev.tidemark.adapter.sqlite;

import dev.tidemark.testkit.model.RollupModelContract;
import dev.tidemark.testkit.model.UsageRollup;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import net.jqwik.api.Tag;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** The same model in memory runs with every build; that on files takes longer. */
@Tag("proof")
final class SqliteRollupModelTest implements RollupModelContract {

  private static Path directory = Path.of("");

  @BeforeContainer
  static void begin() throws IOException {
    directory = Files.createTempDirectory("tidemark-rollup-model");
    try (SqliteRollupPlace place = SqliteRollupPlace.in(directory)) {
      RollupFile file = new RollupFile(place.file(), false);
      new RollupPreparation(file, UsageRollup.CAPTURED.plan()).makeBookkeeping();
    }
  }

  @Override
  public RollupPlace newPlace() {
    try {
      Path own = Files.createTempDirectory(directory, "place");
      Files.copy(SqliteRollupPlace.fileIn(directory), SqliteRollupPlace.fileIn(own));
      return SqliteRollupPlace.at(own);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @AfterContainer
  static void remove() throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
