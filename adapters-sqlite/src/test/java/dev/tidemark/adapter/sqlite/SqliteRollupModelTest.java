package dev.tidemark.adapter.sqlite;

import dev.tidemark.testkit.model.RollupModelContract;
import java.io.IOException;
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
    SqliteRollupPlace.begin(directory);
  }

  @Override
  public RollupPlace newPlace() {
    return SqliteRollupPlace.copied(directory, directory);
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
