package dev.tidemark.adapter.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.testkit.contract.Sample;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Uniqueness that no upstream promises is not enforced. */
final class UniquenessTest {

  @TempDir Path directory;

  @Test
  void replica_hasNoUniqueIndexBesideTheKeys() {
    try (ReplicaDatabase database = TestOpening.open(SqliteConfig.in(directory), Sample.SCHEMA)) {
      long indexes = count(database, "1");
      long unique = count(database, "i.\"unique\" = 1 AND i.origin <> 'pk'");

      assertThat(indexes).isPositive();
      assertThat(unique).isZero();
    }
  }

  private static long count(ReplicaDatabase database, String condition) {
    return database.read(
        "look at the indexes",
        connection ->
            Connections.number(
                connection,
                "SELECT count(*) FROM sqlite_schema AS t, pragma_index_list(t.name) AS i"
                    + " WHERE t.type = 'table' AND t.name NOT LIKE '\\_%' ESCAPE '\\' AND "
                    + condition));
  }
}
