package dev.tidemark.app.edge;

import com.google.inject.AbstractModule;
import dev.tidemark.adapter.quic.QuicConfig;
import dev.tidemark.adapter.quic.QuicModule;
import dev.tidemark.adapter.sqlite.SqliteSnapshotConfig;
import dev.tidemark.adapter.sqlite.SqliteSnapshotModule;
import dev.tidemark.adapter.sqlite.SqliteStateConfig;
import dev.tidemark.adapter.sqlite.SqliteStateModule;
import dev.tidemark.app.state.ApplicationState;
import dev.tidemark.assembly.AmbientModule;
import dev.tidemark.assembly.Application;
import dev.tidemark.assembly.PublisherModule;
import dev.tidemark.assembly.StateModule;
import dev.tidemark.core.event.Event;
import dev.tidemark.core.snapshot.PublicationStanding;
import dev.tidemark.core.snapshot.PublishReport;
import dev.tidemark.core.snapshot.PublishedSnapshot;
import dev.tidemark.core.snapshot.Publisher;
import dev.tidemark.core.snapshot.PublisherPolicy;
import dev.tidemark.core.snapshot.SignedManifest;
import dev.tidemark.core.snapshot.Target;
import dev.tidemark.core.snapshot.TargetStanding;
import dev.tidemark.core.snapshot.Verdict;
import dev.tidemark.core.snapshot.spi.Offer;
import dev.tidemark.core.snapshot.spi.SnapshotShelf;
import dev.tidemark.core.snapshot.spi.SnapshotStore;
import dev.tidemark.core.snapshot.spi.SnapshotTransport;
import dev.tidemark.core.snapshot.spi.TargetProvider;
import dev.tidemark.core.sync.spi.Leadership;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

/** A database that somebody writes to with one connection, and the publisher of its snapshot. */
final class OriginNode implements AutoCloseable {

  static final PublisherPolicy QUICK =
      new PublisherPolicy(
          Duration.ofMillis(20),
          Duration.ofMillis(200),
          Duration.ofMillis(50),
          Duration.ofMinutes(10),
          Duration.ofHours(1),
          Duration.ofMinutes(2),
          Duration.ofMillis(200),
          Duration.ofSeconds(1));

  final Queue<Event> events;
  final Application application;
  final List<Target> targets;
  private final Path data;
  private final Connection writer;

  private OriginNode(
      Path data,
      Connection writer,
      Application application,
      List<Target> targets,
      Queue<Event> events) {
    this.data = data;
    this.writer = writer;
    this.application = application;
    this.targets = targets;
    this.events = events;
  }

  /**
   * How one is set up.
   *
   * @param quic who it is to those it pushes to
   * @param provider what is between the targets and the publisher
   */
  record Draft(
      SnapshotNet net,
      String name,
      PublishedSnapshot snapshot,
      QuicConfig quic,
      PublisherPolicy policy,
      UnaryOperator<TargetProvider> provider) {

    Draft publishing(PublishedSnapshot other) {
      return new Draft(net, name, other, quic, policy, provider);
    }

    Draft as(QuicConfig other) {
      return new Draft(net, name, snapshot, other, policy, provider);
    }

    Draft by(PublisherPolicy other) {
      return new Draft(net, name, snapshot, quic, other, provider);
    }

    Draft through(UnaryOperator<TargetProvider> other) {
      return new Draft(net, name, snapshot, quic, policy, other);
    }

    Path data() {
      return net.directory.resolve(name);
    }

    Connection database() {
      try {
        Files.createDirectories(data());
        return DriverManager.getConnection("jdbc:sqlite:" + data().resolve("shop.db"));
      } catch (IOException | SQLException e) {
        throw new AssertionError(e);
      }
    }

    OriginNode open() {
      Connection writer = database();
      execute(
          writer,
          "PRAGMA journal_mode = WAL",
          "CREATE TABLE IF NOT EXISTS item (id INTEGER PRIMARY KEY, name TEXT, status TEXT,"
              + " secret TEXT NOT NULL UNIQUE, round INTEGER)",
          "CREATE TABLE IF NOT EXISTS place (id INTEGER PRIMARY KEY, round INTEGER)",
          "CREATE TABLE IF NOT EXISTS hidden_thing (id INTEGER PRIMARY KEY, body TEXT)");
      List<Target> targets = new CopyOnWriteArrayList<>();
      Queue<Event> events = new ConcurrentLinkedQueue<>();
      Application application =
          Application.start(
              new AmbientModule(Clock.systemUTC(), events::add),
              new SqliteSnapshotModule(
                  SqliteSnapshotConfig.in(data()).of(data().resolve("shop.db"))),
              new SqliteStateModule(SqliteStateConfig.in(data()).sharing()),
              new StateModule(ApplicationState.schema()),
              new QuicModule(quic),
              new Leading(),
              new PublisherModule(
                  List.of(snapshot),
                  stored -> provider.apply(() -> List.copyOf(targets)),
                  () -> policy,
                  SignedManifest::unsigned));
      return new OriginNode(data(), writer, application, targets, events);
    }
  }

  static Draft plain(SnapshotNet net, String name) {
    return new Draft(
        net,
        name,
        PublishedSnapshot.built(SnapshotNet.plan(SnapshotNet.PUBLIC)),
        net.certified("origin"),
        QUICK,
        UnaryOperator.identity());
  }

  private static final class Leading extends AbstractModule {
    @Override
    protected void configure() {
      bind(Leadership.class).toInstance(Leadership.always());
    }
  }

  Publisher publisher() {
    return application.get(Publisher.class);
  }

  OriginNode started() {
    publisher().start();
    return this;
  }

  SnapshotShelf shelf() {
    return application.get(SnapshotStore.class).shelf("public");
  }

  Path shelfDirectory() {
    return data.resolve("snapshots").resolve("public");
  }

  void target(String name, String endpoint) {
    targets.add(new Target("public", name, Target.Strategy.TIDEMARK, endpoint, true));
  }

  PublishReport publish() {
    return publisher().publishOnce("public");
  }

  /** The one target's verdict. */
  Verdict publishToOne() {
    PublishReport report = publish();
    PublishReport.Outcome outcome = report.targets().get(0);
    return outcome
        .delivery()
        .orElseThrow(() -> new AssertionError(outcome.failure().orElse("")))
        .verdict();
  }

  Verdict push(EdgeNode edge, Offer offer) {
    return push(edge.address(), Target.Strategy.TIDEMARK, offer);
  }

  Verdict push(String address, Target.Strategy strategy, Offer offer) {
    return application
        .get(SnapshotTransport.class)
        .push(
            new Target("public", "edge", strategy, address, true),
            offer,
            Duration.ofMinutes(2),
            sent -> {})
        .verdict();
  }

  PublicationStanding standing() {
    return publisher().standings().get(0);
  }

  TargetStanding standing(String target) {
    return standing().targets().stream()
        .filter(each -> each.target().name().equals(target))
        .findFirst()
        .orElseThrow();
  }

  void item(long id, String name, String status) {
    execute(
        "INSERT INTO item VALUES (%d, %s, %s, '%s %d', 0)"
            .formatted(id, quoted(name), quoted(status), SnapshotNet.MARKER, id));
  }

  private static String quoted(String text) {
    return text.equals("NULL") ? text : "'" + text + "'";
  }

  /** Writes with the one connection that there is, in one transaction. */
  void execute(String... statements) {
    execute(writer, statements);
  }

  private static void execute(Connection connection, String... statements) {
    try (Statement statement = connection.createStatement()) {
      boolean many = statements.length > 1 && !statements[0].startsWith("PRAGMA");
      if (many) {
        statement.execute("BEGIN");
      }
      for (String sql : statements) {
        statement.execute(sql);
      }
      if (many) {
        statement.execute("COMMIT");
      }
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() throws SQLException {
    application.close();
    writer.close();
  }
}
