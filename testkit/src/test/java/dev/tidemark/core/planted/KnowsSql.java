package dev.tidemark.core.planted;

import java.sql.Connection;
import java.sql.SQLException;

public final class KnowsSql {
  public void close(Connection connection) throws SQLException {
    connection.close();
  }
}
