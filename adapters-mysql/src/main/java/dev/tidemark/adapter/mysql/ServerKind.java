package dev.tidemark.adapter.mysql;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Locale;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;

/** Where MySQL and MariaDB differ. */
enum ServerKind {
  MYSQL(SQLDialect.MYSQL) {
    @Override
    String limited(String select, Duration limit) {
      return select.replaceFirst(
          "(?i)^select", "SELECT /*+ MAX_EXECUTION_TIME(" + limit.toMillis() + ") */");
    }
  },
  MARIADB(SQLDialect.MARIADB) {
    @Override
    String limited(String select, Duration limit) {
      return String.format(
          Locale.ROOT,
          "SET STATEMENT max_statement_time = %.3f FOR %s",
          limit.toMillis() / 1_000.0,
          select);
    }
  };

  private final DSLContext sql;

  ServerKind(SQLDialect dialect) {
    this.sql = quiet(dialect);
  }

  /** It would greet whoever reads the log. */
  private static DSLContext quiet(SQLDialect dialect) {
    System.setProperty("org.jooq.no-logo", "true");
    System.setProperty("org.jooq.no-tips", "true");
    return DSL.using(dialect);
  }

  /** Asks nobody: the driver was told when it connected. */
  static ServerKind of(Connection connection) throws SQLException {
    return connection.getMetaData().getDatabaseProductVersion().contains("MariaDB")
        ? MARIADB
        : MYSQL;
  }

  /** Makes statements, and runs none. */
  DSLContext sql() {
    return sql;
  }

  /** The same query, ended by the server when it takes longer. */
  abstract String limited(String select, Duration limit);
}
