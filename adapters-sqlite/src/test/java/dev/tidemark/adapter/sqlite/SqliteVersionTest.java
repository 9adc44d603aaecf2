package dev.tidemark.adapter.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SqliteVersionTest {

  @TempDir Path directory;

  /** 3.53.3 mended a defect that could damage a database through its write-ahead log. */
  @Test
  void driver_bringsASqliteWithoutTheDefectInItsLog() throws SQLException {
    try (Connection connection = Connections.writer(directory.resolve("any.db"));
        Statement statement = connection.createStatement();
        ResultSet version = statement.executeQuery("SELECT sqlite_version()")) {
      List<Integer> found =
          Arrays.stream(version.getString(1).split("\\.")).map(Integer::valueOf).toList();

      assertThat(Arrays.compare(ints(found), new int[] {3, 53, 3})).isNotNegative();
    }
  }

  private static int[] ints(List<Integer> numbers) {
    return numbers.stream().mapToInt(Integer::intValue).toArray();
  }
}
