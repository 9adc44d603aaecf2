package dev.tidemark.adapter.sqlite;

import dev.tidemark.core.schema.Schema;
import dev.tidemark.testkit.contract.Replica;
import dev.tidemark.testkit.model.SyncModelContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Tag;
import net.jqwik.api.lifecycle.AfterTry;

/** The same model in memory runs with every build; that on files takes longer. */
@Tag("proof")
final class SqliteModelTest implements SyncModelContract {

  private final List<Path> directories = new ArrayList<>();

  @Override
  public Replica newReplica(Schema schema) {
    try {
      Path directory = Files.createTempDirectory("tidemark-model");
      directories.add(directory);
      return SqliteTestReplica.open(directory, schema);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @AfterTry
  void remove() throws IOException {
    for (Path directory : directories) {
      try (Stream<Path> files = Files.walk(directory)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
    directories.clear();
  }
}
