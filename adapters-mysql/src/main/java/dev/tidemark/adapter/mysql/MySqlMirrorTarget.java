package dev.tidemark.adapter.mysql;

import com.mysql.cj.conf.ConnectionUrl;
import com.mysql.cj.conf.HostInfo;
import dev.tidemark.core.mirror.spi.Bookmark;
import dev.tidemark.core.mirror.spi.MirrorRows;
import dev.tidemark.core.mirror.spi.MirrorTarget;
import dev.tidemark.core.mirror.spi.MirrorTransaction;
import dev.tidemark.core.mirror.spi.Prepared;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Schema;
import dev.tidemark.core.time.Scheduler;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A database on a MySQL or MariaDB server. */
final class MySqlMirrorTarget implements MirrorTarget, AutoCloseable {

  private static final int CONNECTIONS = 4;

  private final MySqlMirrorConfig config;
  private final MirrorConnections connections;
  private final Comparisons comparisons;
  private final StateTables states;
  private final Writing writing;
  private final String place;

  MySqlMirrorTarget(MySqlMirrorConfig config, Scheduler scheduler) {
    this.config = config;
    this.connections = new MirrorConnections(config, CONNECTIONS);
    this.comparisons = new Comparisons(connections, config);
    this.states = new StateTables(config.prefix());
    this.writing =
        new Writing(config, states, new BulkLoad(), new Watch(scheduler, MirrorConnections.CALL));
    this.place = place(config);
  }

  @Override
  public String name() {
    return config.name();
  }

  @Override
  public String place() {
    return place;
  }

  private static String place(MySqlMirrorConfig config) {
    ConnectionUrl url =
        ConnectionUrl.getConnectionUrlInstance(config.database().url(), new Properties());
    String hosts =
        url.getHostsList().stream()
            .map(HostInfo::getHostPortPair)
            .map(host -> host.toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(","));
    return "%s/%s %s".formatted(hosts, url.getDatabase(), config.prefix()).strip();
  }

  @Override
  public Prepared prepare(Schema schema) {
    String attempted = "set up mirror " + config.name() + " at " + place;
    writing.bulk().tryAgain();
    try {
      return connections.setUp(
          connection -> new Preparation(attempted, config, states, connection).run(schema));
    } catch (SQLException e) {
      throw MySqlErrors.translate(attempted, e);
    }
  }

  @Override
  public <T> T write(Function<MirrorTransaction, T> work) {
    return new WriteRun(connections, writing).run(work);
  }

  @Override
  public Optional<Bookmark> bookmark() {
    try (Connection connection = connections.borrow()) {
      return states
          .read(connection)
          .map(row -> row.checked(config.name()))
          .flatMap(StateTables.MirrorRow::bookmark);
    } catch (SQLException e) {
      if (MySqlErrors.isNothingThere(e)) {
        return Optional.empty();
      }
      throw MySqlErrors.translate("read how far mirror " + config.name() + " is", e);
    }
  }

  @Override
  public MirrorRows rows(EntityType type) {
    return new MySqlMirrorRows(comparisons, TypeTable.of(type, config.prefix()));
  }

  @Override
  public boolean isBusy() {
    try (Connection connection = connections.borrow();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("SHOW GLOBAL STATUS LIKE 'Threads_running'")) {
      return result.next() && result.getInt(2) > config.busyThreads();
    } catch (SQLException e) {
      throw MySqlErrors.translate("see how busy mirror " + config.name() + " is", e);
    }
  }

  @Override
  public void close() {
    connections.close();
  }
}
