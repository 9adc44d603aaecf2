package dev.tidemark.adapter.sqlite;

import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Schema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes up the staging file that an earlier full cycle left, down to what the types with progress
 * need, or begins a new one. A file that cannot be trusted is thrown away, since all of it can be
 * asked for again.
 */
final class KeptStaging {

  /** Not swept at the opening; see {@link StagingFile#PATTERN}. */
  static final String FILE = "staging.db";

  /** In the header of the file: "Tids" in ASCII. */
  private static final int APPLICATION_ID = 0x54696473;

  private static final Logger LOG = LoggerFactory.getLogger(KeptStaging.class);

  private final Schema schema;
  private final Path file;

  KeptStaging(Schema schema, Path file) {
    this.schema = schema;
    this.file = file;
  }

  Connection open() throws SQLException, IOException {
    if (Files.exists(file)) {
      Optional<Connection> left = takeUp();
      if (left.isPresent()) {
        return left.get();
      }
    }
    new DatabaseFile(file).remove();
    return create();
  }

  private Connection create() throws SQLException {
    Connection connection = Connections.kept(file);
    try {
      ReplicaDatabase.commit(connection, ReplicaDatabase.TO_WRITE, this::make);
      return connection;
    } catch (SQLException | RuntimeException | Error e) {
      connection.close();
      throw e;
    }
  }

  private @Nullable Void make(Connection connection) throws SQLException {
    Connections.execute(connection, "PRAGMA application_id = " + APPLICATION_ID);
    Connections.execute(connection, StagingTables.create(schema));
    Connections.execute(connection, "CREATE TABLE _form (text TEXT NOT NULL) STRICT");
    try (PreparedStatement statement =
        connection.prepareStatement("INSERT INTO _form (text) VALUES (?)")) {
      statement.setString(1, StagingTables.form(schema));
      statement.executeUpdate();
    }
    return null;
  }

  /** Empty if there is nothing in the file that can be used. */
  private Optional<Connection> takeUp() throws SQLException {
    Connection connection = null;
    try {
      connection = Connections.kept(file);
      String unfit = unfit(connection);
      if (unfit.isEmpty()) {
        ReplicaDatabase.commit(connection, ReplicaDatabase.TO_WRITE, this::dropTheRest);
        return Optional.of(connection);
      }
      LOG.warn("staging file thrown away file={} reason=\"{}\"", file, unfit);
    } catch (SQLException e) {
      close(connection);
      if (!SqliteErrors.isBroken(e)) {
        throw e;
      }
      LOG.warn("staging file thrown away file={} reason=\"it is damaged\"", file, e);
      return Optional.empty();
    }
    close(connection);
    return Optional.empty();
  }

  private static void close(@Nullable Connection connection) throws SQLException {
    if (connection != null) {
      connection.close();
    }
  }

  /** Why the file cannot be used; empty if it can. */
  private String unfit(Connection connection) throws SQLException {
    if (Connections.number(connection, "PRAGMA application_id") != APPLICATION_ID) {
      return "it is not one of Tidemark's";
    }
    if (!Connections.text(connection, "SELECT text FROM _form")
        .equals(StagingTables.form(schema))) {
      return "it was made for another schema";
    }
    return Connections.text(connection, "PRAGMA quick_check(1)").equals("ok")
        ? ""
        : "it is damaged";
  }

  /** Rows of types with progress stay, as listed ones; every other note was of one attempt. */
  private @Nullable Void dropTheRest(Connection connection) throws SQLException {
    String withProgress = " IN (SELECT type FROM " + StagingTables.PROGRESS + ")";
    int listed = StagedFrom.LIST.ordinal();
    for (String table : tables(connection)) {
      String name = EntityTable.quote(table);
      Optional<EntityType> type = schema.find(table);
      if (type.isPresent()) {
        String is = EntityTable.text(table) + withProgress;
        Connections.execute(
            connection,
            "DELETE FROM " + name + " WHERE NOT " + is,
            "UPDATE " + name + " SET _source = " + listed + " WHERE _source <> " + listed);
      } else if (table.equals(StagingTables.QUARANTINE)) {
        Connections.execute(
            connection,
            "DELETE FROM _quarantine WHERE NOT type" + withProgress,
            "UPDATE _quarantine SET _source = " + listed);
      } else if (!table.equals(StagingTables.PROGRESS) && !table.equals("_form")) {
        Connections.execute(connection, "DELETE FROM " + name);
      }
    }
    return null;
  }

  private static List<String> tables(Connection connection) throws SQLException {
    List<String> tables = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("SELECT name FROM sqlite_schema WHERE type = 'table'")) {
      while (row.next()) {
        tables.add(row.getString(1));
      }
    }
    return tables;
  }
}
