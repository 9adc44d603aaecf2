package dev.tidemark.adapter.mysql;

import com.mysql.cj.exceptions.UnableToConnectException;
import com.mysql.cj.jdbc.exceptions.PacketTooBigException;
import dev.tidemark.core.MirrorSetupException;
import dev.tidemark.core.MirrorUnavailableException;
import dev.tidemark.core.RowsRejectedException;
import dev.tidemark.core.TidemarkException;
import dev.tidemark.core.TimedOutException;
import java.security.cert.CertificateException;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/**
 * Says in the project's words what a server or the driver could not do. The words of the server are
 * repeated only where they name no value of a row.
 */
final class MySqlErrors {

  /** What an error means for the one who asked. */
  enum Kind {
    /** The server gave the transaction up in passing: it may succeed when it is run again. */
    PASSING,
    /** A row is not taken, whatever is tried again. */
    ROWS,
    /** A statement took longer than it may. */
    TOO_SLOW,
    /** Tables or permissions are not as they should be. */
    SETUP,
    /** The server cannot be reached, or cannot take anything now. */
    UNAVAILABLE
  }

  static final int TOO_BIG_FOR_A_PACKET = 1301;
  static final int UNKNOWN_DATABASE = 1049;
  static final int UNKNOWN_TABLE = 1146;
  private static final int SIGNALLED = 1644;
  private static final int DENIED = 1044;
  private static final int SYNTAX = 1064;

  /** Deadlock, lock wait, certification in a cluster, a row that changed since it was read. */
  private static final Set<Integer> PASSING = Set.of(1205, 1213, 1020, 3101);

  /** No local files, on either side; no temporary tables. */
  private static final Set<Integer> NO_LOADING = Set.of(1148, 3948, 3950, 2068, 4166, DENIED);

  private static final Set<Integer> TOO_SLOW = Set.of(3024, 1969);

  private static final Map<Integer, String> ROWS =
      Map.ofEntries(
          Map.entry(1048, "null where a value is needed"),
          Map.entry(1062, "another row has the same key in a unique index"),
          Map.entry(1118, "a row is longer than the server takes"),
          Map.entry(1153, "a row is longer than max_allowed_packet; raise it"),
          Map.entry(TOO_BIG_FOR_A_PACKET, "a row is longer than max_allowed_packet; raise it"),
          Map.entry(1264, "a number out of range"),
          Map.entry(1292, "a value that is none of the column's type"),
          Map.entry(1366, "a value that is none of the column's type"),
          Map.entry(1406, "a value longer than the column"),
          Map.entry(1451, "rows of another table refer to it"),
          Map.entry(1452, "it refers to no row of another table"),
          Map.entry(1265, "a value that is cut"),
          Map.entry(SIGNALLED, "a trigger refuses it"),
          Map.entry(3819, "a check refuses it"),
          Map.entry(4025, "a check refuses it"));

  /** What one may do about it. */
  private static final Map<Integer, String> SETUP =
      Map.ofEntries(
          Map.entry(
              DENIED, "the user may not use this database, or it is not there; make and grant it"),
          Map.entry(1045, "the server refuses the user or the password; check both"),
          Map.entry(1049, "the database is not there; make it"),
          Map.entry(1054, "a column is missing; it is made when the mirror is set up"),
          Map.entry(SYNTAX, "the server does not know the statement; it may be too old"),
          Map.entry(1069, "the schema asks for more indexes than a table can have"),
          Map.entry(1071, "a key is longer than the server takes; its pages may be below 16 KB"),
          Map.entry(1117, "the schema asks for more columns than a table can have"),
          Map.entry(1130, "the server lets nobody in from this host; grant it"),
          Map.entry(1136, "a table is not as it was made; it is mended when the mirror is set up"),
          Map.entry(
              1142,
              "the user may not do that; grant SELECT, INSERT, UPDATE, DELETE, CREATE, ALTER, INDEX, DROP and CREATE TEMPORARY TABLES on the database"),
          Map.entry(1143, "the user may not do that with a column; grant it"),
          Map.entry(UNKNOWN_TABLE, "a table is missing; it is made when the mirror is set up"),
          Map.entry(1227, "the user lacks a privilege; grant it"),
          Map.entry(1251, "the driver cannot log in the way the server wants for this user"),
          Map.entry(1290, "the server takes no writes, as a read-only one; name one that does"),
          Map.entry(1364, "a column of somebody else has no default; give it one"),
          Map.entry(1665, "its binary log cannot take this; set binlog_format to ROW or MIXED"),
          Map.entry(1698, "the server refuses the user; check how it may log in"),
          Map.entry(1792, "the server takes no writes in this transaction"),
          Map.entry(1820, "the password has expired; set a new one"),
          Map.entry(1836, "the server takes no writes; name one that does"),
          Map.entry(1862, "the password has expired; set a new one"),
          Map.entry(2061, "the server wants TLS for this user's password; choose a TLS mode"),
          Map.entry(3118, "the account is locked"),
          Map.entry(3159, "the server wants TLS; choose a TLS mode"));

  private static final Map<Integer, String> UNAVAILABLE =
      Map.of(
          28, "its disk is full",
          1021, "its disk is full",
          1114, "a table or the disk is full",
          1030, "its storage engine failed",
          1040, "it has too many connections",
          1053, "it is shutting down",
          1203, "this user has too many connections",
          1226, "this user has used up a limit",
          1317, "the statement was ended by somebody",
          1927, "the connection was ended by somebody");

  private static final Pattern COLUMN = Pattern.compile("column '?`?([A-Za-z0-9_.`]+)");

  private MySqlErrors() {}

  static Kind kindOf(SQLException failure) {
    SQLException cause = innermost(failure);
    int code = cause.getErrorCode();
    if (isDistrust(cause)) {
      return Kind.SETUP;
    }
    if (PASSING.contains(code)) {
      return Kind.PASSING;
    }
    if (TOO_SLOW.contains(code)) {
      return Kind.TOO_SLOW;
    }
    if (cause instanceof PacketTooBigException || ROWS.containsKey(code)) {
      return Kind.ROWS;
    }
    if (SETUP.containsKey(code)) {
      return Kind.SETUP;
    }
    return UNAVAILABLE.containsKey(code) ? Kind.UNAVAILABLE : kindOfState(cause);
  }

  /** Whether the server or this user may not load, which says nothing of other statements. */
  static boolean forbidsLoading(SQLException failure) {
    return NO_LOADING.contains(innermost(failure).getErrorCode());
  }

  /** Whether the user may not do that in this database. */
  static boolean isDenied(SQLException failure) {
    return innermost(failure).getErrorCode() == DENIED;
  }

  /** Whether the table or its database is not there. */
  static boolean isNothingThere(SQLException failure) {
    int code = innermost(failure).getErrorCode();
    return code == UNKNOWN_TABLE || code == UNKNOWN_DATABASE;
  }

  private static Kind kindOfState(SQLException cause) {
    String state = Optional.ofNullable(cause.getSQLState()).orElse("");
    return switch (state.length() < 2 ? "" : state.substring(0, 2)) {
      case "22", "23", "44", "45" -> Kind.ROWS;
      case "28", "42" -> Kind.SETUP;
      case "40" -> Kind.PASSING;
      default -> Kind.UNAVAILABLE;
    };
  }

  /**
   * @param attempted what was tried, on what: {@code upsert 3 rows into org of mirror reporting}
   */
  static TidemarkException translate(String attempted, SQLException failure) {
    String message = attempted + ": " + reason(failure);
    return switch (kindOf(failure)) {
      case ROWS -> new RowsRejectedException(message, failure);
      case TOO_SLOW -> new TimedOutException(message, failure);
      case SETUP -> new MirrorSetupException(message, failure);
      case PASSING, UNAVAILABLE -> new MirrorUnavailableException(message, failure);
    };
  }

  private static String reason(SQLException failure) {
    SQLException cause = innermost(failure);
    return switch (kindOf(cause)) {
      case ROWS -> rowReason(cause);
      case TOO_SLOW -> "it took longer than a statement may; a smaller range may do";
      case PASSING -> "others held its rows, again and again";
      case SETUP, UNAVAILABLE -> otherReason(cause);
    };
  }

  private static String rowReason(SQLException cause) {
    return cause instanceof PacketTooBigException
        ? ROWS.get(1153)
        : rowReason(cause.getErrorCode(), String.valueOf(cause.getMessage()));
  }

  /** Why a row is not taken: the server's own words may hold what is in it. */
  static String rowReason(int code, String said) {
    Matcher column = COLUMN.matcher(said);
    return ROWS.getOrDefault(code, "the server does not take it")
        + (column.find() ? ", in column " + column.group(1).replace("`", "") : "")
        + (code == SIGNALLED ? ": " + said : "") // in the words of whoever wrote the trigger
        + " (error "
        + code
        + ")";
  }

  private static String otherReason(SQLException cause) {
    if (isDistrust(cause)) {
      return "no TLS with this server: it has none, or its certificate is not trusted;"
          + " check the TLS mode and the trust store";
    }
    String known =
        Stream.of(SETUP, UNAVAILABLE)
            .flatMap(reasons -> Stream.ofNullable(reasons.get(cause.getErrorCode())))
            .findFirst()
            .orElse(isLink(cause) ? "no answer; check that it runs and can be reached" : "");
    String said = String.valueOf(cause.getMessage()).lines().findFirst().orElse("").strip();
    if (cause.getErrorCode() == SYNTAX) {
      return known; // what the server says is a piece of the statement
    }
    return known.isEmpty()
        ? "%s (error %d)".formatted(said, cause.getErrorCode())
        : "%s (%s)".formatted(known, said);
  }

  /** Whether the two could not agree on TLS, or the server's certificate is not trusted. */
  private static boolean isDistrust(SQLException cause) {
    return Stream.<Throwable>iterate(cause, Objects::nonNull, Throwable::getCause)
        .anyMatch(
            each ->
                each instanceof SSLException
                    || each instanceof CertificateException
                    || isDisagreement(each));
  }

  /** The driver reached the server, and then did not want it. */
  private static boolean isDisagreement(Throwable each) {
    return each instanceof UnableToConnectException && each.getCause() == null;
  }

  private static boolean isLink(SQLException cause) {
    return String.valueOf(cause.getSQLState()).toUpperCase(Locale.ROOT).startsWith("08");
  }

  /** The pool wraps why it has no connection to give; a batch wraps what one of its rows met. */
  private static SQLException innermost(SQLException failure) {
    boolean wraps =
        failure instanceof SQLTransientConnectionException
            || failure instanceof BatchUpdateException;
    return wraps && failure.getCause() instanceof SQLException cause && cause != failure
        ? innermost(cause)
        : failure;
  }
}
