package dev.tidemark.adapter.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import com.mysql.cj.jdbc.exceptions.CommunicationsException;
import com.mysql.cj.jdbc.exceptions.PacketTooBigException;
import dev.tidemark.core.MirrorSetupException;
import dev.tidemark.core.MirrorUnavailableException;
import dev.tidemark.core.RowsRejectedException;
import dev.tidemark.core.TidemarkException;
import dev.tidemark.core.TimedOutException;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MySqlErrorsTest {

  @ParameterizedTest
  @CsvSource({
    "1048, 23000, ROWS",
    "1062, 23000, ROWS",
    "1264, 22003, ROWS",
    "1366, HY000, ROWS",
    "1292, 22001, ROWS",
    "1406, 22001, ROWS",
    "1451, 23000, ROWS",
    "1452, 23000, ROWS",
    "1644, 45000, ROWS",
    "3819, HY000, ROWS",
    "4025, 23000, ROWS",
    "1118, 42000, ROWS",
    "1153, 08S01, ROWS",
    "9999, 22012, ROWS",
    "1205, HY000, PASSING",
    "1213, 40001, PASSING",
    "3024, HY000, TOO_SLOW",
    "1969, 70100, TOO_SLOW",
    "1044, 42000, SETUP",
    "1045, 28000, SETUP",
    "1049, 42000, SETUP",
    "1054, 42S22, SETUP",
    "1142, 42000, SETUP",
    "1146, 42S02, SETUP",
    "1290, HY000, SETUP",
    "1665, HY000, SETUP",
    "9999, 42000, SETUP",
    "28, HY000, UNAVAILABLE",
    "1021, HY000, UNAVAILABLE",
    "1114, HY000, UNAVAILABLE",
    "1040, 08004, UNAVAILABLE",
    "1317, 70100, UNAVAILABLE",
    "2006, 08S01, UNAVAILABLE",
    "1047, 08S01, UNAVAILABLE",
    "9999, HY000, UNAVAILABLE"
  })
  void kindOf_codesAndStates(int code, String state, MySqlErrors.Kind kind) {
    assertThat(MySqlErrors.kindOf(new SQLException("said", state, code))).isEqualTo(kind);
  }

  @Test
  void kindOf_stateThatIsMissing_isUnavailable() {
    assertThat(MySqlErrors.kindOf(new SQLException("said")))
        .isEqualTo(MySqlErrors.Kind.UNAVAILABLE);
  }

  @Test
  void translate_rows_tellsTheColumnAndNoValue() {
    TidemarkException told =
        told(
            new SQLException(
                "Incorrect string value: 'secret' for column 'name' at row 3", "HY000", 1366));

    assertThat(told)
        .isInstanceOf(RowsRejectedException.class)
        .hasMessage(
            "upsert 3 rows: a value that is none of the column's type, in column name (error 1366)");
  }

  @Test
  void translate_duplicate_tellsNoValue() {
    assertThat(told(new SQLException("Duplicate entry 'secret' for key 'name'", "23000", 1062)))
        .isInstanceOf(RowsRejectedException.class)
        .hasMessage("upsert 3 rows: another row has the same key in a unique index (error 1062)");
  }

  @Test
  void translate_syntax_tellsNoPieceOfTheStatement() {
    assertThat(told(new SQLException("syntax near 'secret'", "42000", 1064)))
        .isInstanceOf(MirrorSetupException.class)
        .hasMessage("upsert 3 rows: the server does not know the statement; it may be too old");
  }

  @Test
  void translate_packet_tellsWhatToRaise() {
    assertThat(told(new PacketTooBigException(2, 1)))
        .isInstanceOf(RowsRejectedException.class)
        .hasMessage("upsert 3 rows: a row is longer than max_allowed_packet; raise it");
  }

  @Test
  void translate_tooSlow_tellsWhatMayHelp() {
    assertThat(told(new SQLException("Query execution was interrupted", "HY000", 3024)))
        .isInstanceOf(TimedOutException.class)
        .hasMessageContaining("a smaller range may do");
  }

  /** What the pool and a batch say is not what the server said. */
  @Test
  void translate_wrapped_goesByWhatIsInside() {
    SQLException inside = new SQLException("Access denied", "28000", 1045);
    assertThat(told(new SQLTransientConnectionException("timed out after 5000 ms", inside)))
        .isInstanceOf(MirrorSetupException.class)
        .hasMessageContaining("the server refuses the user or the password");
    assertThat(told(new BatchUpdateException("at 3", "23000", 0, new int[0], inside)))
        .isInstanceOf(MirrorSetupException.class);
  }

  @Test
  void translate_link_tellsWhatToCheckAndKeepsTheCause() {
    SQLException cause = new CommunicationsException("Communications link failure\n\nmore", null);

    assertThat(told(cause))
        .isInstanceOf(MirrorUnavailableException.class)
        .hasMessage(
            "upsert 3 rows: no answer; check that it runs and can be reached"
                + " (Communications link failure)")
        .hasCause(cause);
  }

  @ParameterizedTest
  @CsvSource({
    "20, said",
    "28, said",
    "1021, said",
    "1114, said",
    "1878, said",
    "3675, said",
    "3, Error writing file '/tmp/x' (Errcode: 28 - No space left on device)",
    "1005, Can't create table `x` (errno: 28 \"No space left on device\")",
    "1026, Error writing file 'binlog' (errno: 28 - No space left on device)",
    "1030, Got error 28 from storage engine"
  })
  void translate_noRoom_isUnavailableAndSaidInWords(int code, String said) {
    assertThat(told(new SQLException(said, "HY000", code)))
        .isInstanceOf(MirrorUnavailableException.class)
        .hasMessageContaining("full")
        .hasMessageContaining("make room (" + said);
  }

  /** Whose file it is, the number alone does not say. */
  @Test
  void translate_otherTroubleOfTheEngine_isNotSaidToBeRoom() {
    assertThat(told(new SQLException("Got error 280 from storage engine", "HY000", 1030)))
        .hasMessage("upsert 3 rows: its storage engine failed (Got error 280 from storage engine)");
  }

  private static TidemarkException told(SQLException cause) {
    return MySqlErrors.translate("upsert 3 rows", cause);
  }
}
