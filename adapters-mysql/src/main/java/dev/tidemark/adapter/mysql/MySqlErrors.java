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

  /** Deadlock, lock wait, certification in a cluster, a row that changed since it was read. */
  private static final Set<Integer> PASSING = Set.of(1205, 1213, 1020, 3101);

  /** No local files, on either side; no temporary tables. */
  private static final Set<Integer> NO_LOADING =
      Set.of(1148, 3948, 3950, 2068, 4166, Reasons.DENIED);

  private static final Set<Integer> TOO_SLOW = Set.of(3024, 1969);

  /** The system's own number, in what the server says of one of its files or storage engines. */
  private static final Pattern NO_SPACE =
      Pattern.compile("(?i)\\b(errno|errcode|error):? 28\\b|no space left on device");

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
    if (cause instanceof PacketTooBigException || Reasons.ROWS.containsKey(code)) {
      return Kind.ROWS;
    }
    if (Reasons.SETUP.containsKey(code)) {
      return Kind.SETUP;
    }
    return Reasons.UNAVAILABLE.containsKey(code) ? Kind.UNAVAILABLE : kindOfState(cause);
  }

  /** Whether the server or this user may not load, which says nothing of other statements. */
  static boolean forbidsLoading(SQLException failure) {
    return NO_LOADING.contains(innermost(failure).getErrorCode());
  }

  /** Whether the user may not do that in this database. */
  static boolean isDenied(SQLException failure) {
    return innermost(failure).getErrorCode() == Reasons.DENIED;
  }

  /** Whether the table or its database is not there. */
  static boolean isNothingThere(SQLException failure) {
    int code = innermost(failure).getErrorCode();
    return code == Reasons.UNKNOWN_TABLE || code == Reasons.UNKNOWN_DATABASE;
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
        ? Reasons.ROWS.get(Reasons.LONGER_THAN_A_PACKET)
        : rowReason(cause.getErrorCode(), String.valueOf(cause.getMessage()));
  }

  /** Why a row is not taken: the server's own words may hold what is in it. */
  static String rowReason(int code, String said) {
    Matcher column = COLUMN.matcher(said);
    return Reasons.ROWS.getOrDefault(code, "the server does not take it")
        + (column.find() ? ", in column " + column.group(1).replace("`", "") : "")
        + (code == Reasons.SIGNALLED
            ? ": " + said
            : "") // in the words of whoever wrote the trigger
        + " (error "
        + code
        + ")";
  }

  private static String otherReason(SQLException cause) {
    if (isDistrust(cause)) {
      return "no TLS with this server: it has none, or its certificate is not trusted;"
          + " check the TLS mode and the trust store";
    }
    String said = String.valueOf(cause.getMessage()).lines().findFirst().orElse("").strip();
    String known = known(cause, said);
    if (cause.getErrorCode() == Reasons.SYNTAX) {
      return known; // what the server says is a piece of the statement
    }
    return known.isEmpty()
        ? "%s (error %d)".formatted(said, cause.getErrorCode())
        : "%s (%s)".formatted(known, said);
  }

  private static String known(SQLException cause, String said) {
    if (kindOf(cause) == Kind.UNAVAILABLE && NO_SPACE.matcher(said).find()) {
      return Reasons.FULL;
    }
    return Stream.of(Reasons.SETUP, Reasons.UNAVAILABLE)
        .flatMap(reasons -> Stream.ofNullable(reasons.get(cause.getErrorCode())))
        .findFirst()
        .orElse(isLink(cause) ? "no answer; check that it runs and can be reached" : "");
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
