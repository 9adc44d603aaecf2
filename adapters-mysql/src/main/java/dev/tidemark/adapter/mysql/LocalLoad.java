package dev.tidemark.adapter.mysql;

import com.mysql.cj.conf.PropertyKey;
import com.mysql.cj.jdbc.JdbcConnection;
import com.mysql.cj.jdbc.JdbcStatement;
import dev.tidemark.core.query.KeyRange;
import dev.tidemark.core.schema.Row;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.Iterator;
import java.util.List;
import org.jooq.Query;
import org.jooq.impl.DSL;

/**
 * Loads rows by {@code LOAD DATA LOCAL INFILE} from a stream that takes them as the server reads:
 * into the table where none of their range are there, and else by way of a table of the
 * connection's own.
 */
final class LocalLoad {

  private static final String DATA_STATE = "22000";

  /** Lengths, quotes and commas beside a value. */
  private static final int ROOM_FOR_A_COLUMN = 64;

  private final Connection connection;
  private final TypeTable table;
  private final String staging;

  LocalLoad(Connection connection, TypeTable table) {
    this.connection = connection;
    this.table = table;
    this.staging = "_load_" + table.type().name();
  }

  /** Gives how many rows there were. */
  long run(KeyRange range, Iterator<Row> rows) throws SQLException {
    if (isEmpty(range)) {
      return load(table.name(), rows);
    }
    // One that is left of a load that failed goes with its connection, or here.
    execute("DROP TEMPORARY TABLE IF EXISTS " + Names.quote(staging));
    execute(table.createTemporary(staging));
    long count = load(staging, rows);
    execute(new UpsertSql(table).from(staging));
    execute("DROP TEMPORARY TABLE " + Names.quote(staging));
    return count;
  }

  private boolean isEmpty(KeyRange range) throws SQLException {
    Query any =
        ServerKind.of(connection)
            .sql()
            .selectOne()
            .from(DSL.table(DSL.name(table.name())))
            .where(new RangeCondition(table.type()).of(range))
            .limit(DSL.inline(1));
    try (PreparedStatement statement = connection.prepareStatement(any.getSQL())) {
      List<Object> values = any.getBindValues();
      for (int i = 0; i < values.size(); i++) {
        statement.setObject(i + 1, values.get(i));
      }
      try (ResultSet result = statement.executeQuery()) {
        return !result.next();
      }
    }
  }

  private long load(String into, Iterator<Row> rows) throws SQLException {
    RowStream stream = new RowStream(table, rows, longestRow());
    try (Statement statement = connection.createStatement()) {
      statement.unwrap(JdbcStatement.class).setLocalInfileInputStream(stream);
      LocalFiles.setAllowed(connection, true);
      long taken = statement.executeLargeUpdate(sql(into));
      stream.throwIfFailed();
      refuseLosses(statement, taken, stream);
      return taken;
    } finally {
      LocalFiles.setAllowed(connection, false);
    }
  }

  /** A load takes longer rows than any other statement does, and none could compare them. */
  private int longestRow() throws SQLException {
    int packet =
        connection
            .unwrap(JdbcConnection.class)
            .getPropertySet()
            .getIntegerProperty(PropertyKey.maxAllowedPacket)
            .getValue();
    return packet - ROOM_FOR_A_COLUMN * table.columns().size();
  }

  /** Hexadecimal, so that it means the same in every SQL mode. */
  private String sql(String into) {
    return ("LOAD DATA LOCAL INFILE 'rows' INTO TABLE %s CHARACTER SET binary"
            + " FIELDS TERMINATED BY 0x09 ESCAPED BY 0x5C LINES TERMINATED BY 0x0A (%s)")
        .formatted(Names.quote(into), Names.list(table.columnNames()));
  }

  /** A local load cuts what does not fit and passes over what is refused, with a warning. */
  private static void refuseLosses(Statement statement, long taken, RowStream sent)
      throws SQLException {
    if (sent.isTooLong()) {
      throw new SQLDataException("longer than a packet", DATA_STATE, Reasons.TOO_BIG_FOR_A_PACKET);
    }
    SQLWarning warning = statement.getWarnings();
    if (warning != null) {
      throw new SQLDataException(warning.getMessage(), DATA_STATE, warning.getErrorCode());
    }
    if (taken != sent.count()) {
      throw new SQLDataException(taken + " rows taken of " + sent.count(), DATA_STATE);
    }
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
