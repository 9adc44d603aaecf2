package dev.tidemark.adapter.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.core.ConflictException;
import dev.tidemark.core.TidemarkException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Whatever rule of a table is broken, it is a conflict, and says nothing of what is in the row. */
final class ConstraintsTest {

  private static final Path FILE = Path.of("/data/state.db");

  static Stream<SQLiteErrorCode> constraints() {
    return Stream.of(SQLiteErrorCode.values())
        .filter(code -> code.name().startsWith("SQLITE_CONSTRAINT"));
  }

  @ParameterizedTest
  @MethodSource("constraints")
  void translate_everyConstraint_isAConflict(SQLiteErrorCode code) {
    TidemarkException said =
        SqliteErrors.translate("write", FILE, new SQLiteException("RAISE said secret", code));

    assertThat(said)
        .isInstanceOf(ConflictException.class)
        .hasMessageStartingWith("write in /data/state.db: ")
        .hasMessageEndingWith("; nothing was written")
        .hasMessageNotContaining("secret");
    assertThat(said.retryable()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          INSERT INTO t VALUES (2, 'a', 1)        | another row has the same t.name
          INSERT INTO t VALUES (1, 'b', 1)        | there is a row with the same t.id
          INSERT INTO t VALUES (2, NULL, 1)       | t.name is null, and may not be
          INSERT INTO t VALUES (2, 'b', -1)       | a check of the table failed
          INSERT INTO t VALUES (2, 'b', 'secret') | t.age cannot hold a value of this kind
          INSERT INTO c VALUES (7)                | a row would refer to another that is not there
          INSERT INTO w VALUES (1)                | a trigger of the table refused it
          """)
  void translate_realViolation_namesTableAndColumns(String sql, String told) throws SQLException {
    try (Connection connection = Connections.nowhere()) {
      Connections.execute(
          connection,
          "CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, age INTEGER CHECK (age > 0)) STRICT",
          "CREATE TABLE c (id INTEGER REFERENCES t (id))",
          "CREATE TABLE w (id INTEGER)",
          "CREATE TRIGGER no BEFORE INSERT ON w BEGIN SELECT RAISE(ABORT, 'secret'); END",
          "INSERT INTO t VALUES (1, 'a', 1)");
      SQLException failure =
          Assertions.catchThrowableOfType(
              SQLException.class, () -> Connections.execute(connection, sql));

      assertThat(SqliteErrors.translate("write", FILE, failure))
          .isInstanceOf(ConflictException.class)
          .hasMessage("write in /data/state.db: " + told + "; nothing was written")
          .hasCause(failure);
    }
  }

  @Test
  void translate_twoColumns_namesBoth() throws SQLException {
    try (Connection connection = Connections.nowhere()) {
      Connections.execute(
          connection, "CREATE TABLE t (a, b, UNIQUE (a, b))", "INSERT INTO t VALUES (1, 2)");
      SQLException failure =
          Assertions.catchThrowableOfType(
              SQLException.class,
              () -> Connections.execute(connection, "INSERT INTO t VALUES (1, 2)"));

      assertThat(SqliteErrors.translate("write", FILE, failure))
          .hasMessageContaining("another row has the same t.a, t.b;");
    }
  }
}
