package dev.tidemark.adapter.sqlite;

import java.sql.SQLException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sqlite.SQLiteException;

/** Says which rule of a table a row broke; names tables and columns, and never what is in them. */
final class Constraints {

  /** What SQLite says behind the kind of the rule: {@code platform.name, platform.region}. */
  private static final Pattern NAMES = Pattern.compile("constraint failed: ([^)]*)");

  private static final Pattern COLUMN = Pattern.compile("column (\\S+?)\\)?$");

  private Constraints() {}

  static String told(SQLException cause) {
    if (!(cause instanceof SQLiteException sqlite)) {
      return "a rule of the table is broken";
    }
    String names = first(NAMES, cause);
    return switch (sqlite.getResultCode()) {
      case SQLITE_CONSTRAINT_UNIQUE ->
          "another row has the same " + or(names, "values") + "; nothing was written";
      case SQLITE_CONSTRAINT_PRIMARYKEY, SQLITE_CONSTRAINT_ROWID ->
          "there is a row with the same " + or(names, "key") + "; nothing was written";
      case SQLITE_CONSTRAINT_NOTNULL ->
          or(names, "a column") + " is null, and may not be; nothing was written";
      case SQLITE_CONSTRAINT_CHECK -> "a check of the table failed; nothing was written";
      case SQLITE_CONSTRAINT_FOREIGNKEY ->
          "a row would refer to another that is not there; nothing was written";
      case SQLITE_CONSTRAINT_TRIGGER -> "a trigger of the table refused it; nothing was written";
      case SQLITE_CONSTRAINT_DATATYPE ->
          or(first(COLUMN, cause), "a column")
              + " cannot hold a value of this kind; nothing was written";
      default ->
          "a rule of the table is broken (%s); nothing was written"
              .formatted(sqlite.getResultCode().name());
    };
  }

  private static String first(Pattern pattern, SQLException cause) {
    Matcher matcher = pattern.matcher(String.valueOf(cause.getMessage()));
    return matcher.find() ? matcher.group(1) : "";
  }

  private static String or(String names, String otherwise) {
    return names.isEmpty() ? otherwise : names;
  }
}
