package dev.tidemark.adapter.mysql;

import com.mysql.cj.conf.PropertyKey;
import com.mysql.cj.jdbc.JdbcConnection;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;

/**
 * Which files a server gets when it asks for one: none. The protocol lets it ask for any, whenever
 * it is sent a statement, so the driver allows it only while a stream of ours is what it gives.
 */
final class LocalFiles {

  /** There is no such directory, nor can there be. */
  private static final String NOWHERE = "/dev/null/nowhere";

  private LocalFiles() {}

  /**
   * For a connection: the server may ask, as a load needs, and gets nothing. A path that is allowed
   * is what makes the driver say that it can be asked.
   */
  static void forbid(Properties properties) {
    properties.setProperty("allowLoadLocalInfile", "false");
    properties.setProperty("allowLoadLocalInfileInPath", NOWHERE);
    properties.setProperty("allowUrlInLocalInfile", "false");
  }

  /** Whether a statement of this connection has a stream of ours to give. */
  static void setAllowed(Connection connection, boolean isAllowed) throws SQLException {
    connection
        .unwrap(JdbcConnection.class)
        .getPropertySet()
        .<Boolean>getProperty(PropertyKey.allowLoadLocalInfile)
        .setValue(isAllowed);
  }
}
