package dev.tidemark.app.edge;

import dev.tidemark.adapter.quic.QuicConfig;
import dev.tidemark.adapter.quic.QuicConfig.Peers;
import dev.tidemark.adapter.quic.QuicModule;
import dev.tidemark.adapter.sqlite.SqliteSnapshotConfig;
import dev.tidemark.adapter.sqlite.SqliteSnapshotModule;
import dev.tidemark.assembly.AmbientModule;
import dev.tidemark.assembly.Application;
import dev.tidemark.assembly.SubscriberListening;
import dev.tidemark.assembly.SubscriberModule;
import dev.tidemark.core.event.Event;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.snapshot.SignedManifest;
import dev.tidemark.core.snapshot.SnapshotPlan;
import dev.tidemark.core.snapshot.SnapshotVersion;
import dev.tidemark.core.snapshot.Subscriber;
import dev.tidemark.core.snapshot.SubscriberPolicy;
import dev.tidemark.core.snapshot.spi.SnapshotReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;

/** A subscriber of the snapshot {@code public} that listens. */
final class EdgeNode implements AutoCloseable {

  private static final SnapshotPlan PLAN = SnapshotNet.plan(SnapshotNet.PUBLIC);

  final Queue<Event> events;
  final Application application;
  private final Path data;
  private final String address;

  private EdgeNode(Path data, Application application, Queue<Event> events) {
    this.data = data;
    this.application = application;
    this.events = events;
    this.address = application.get(SubscriberListening.class).start();
  }

  /** How one is set up. */
  record Draft(SnapshotNet net, String name, QuicConfig quic, SubscriberPolicy policy) {

    Draft at(String address) {
      return new Draft(net, name, quic.listeningAt(address), policy);
    }

    Draft by(SubscriberPolicy other) {
      return new Draft(net, name, quic, other);
    }

    Draft over(QuicConfig other) {
      return new Draft(net, name, other, policy);
    }

    EdgeNode open() {
      Queue<Event> events = new ConcurrentLinkedQueue<>();
      Path data = net.directory.resolve(name);
      return new EdgeNode(
          data,
          Application.start(
              new AmbientModule(Clock.systemUTC(), events::add),
              new SqliteSnapshotModule(SqliteSnapshotConfig.in(data)),
              new QuicModule(quic),
              new SubscriberModule(policy)),
          events);
    }
  }

  /** One that takes from the origin alone, at any free port. */
  static Draft plain(SnapshotNet net, String name) {
    return new Draft(
        net,
        name,
        net.certified("edge").listeningAt("127.0.0.1:0").allowing(Peers.named(Set.of("origin"))),
        SubscriberPolicy.taking("public"));
  }

  String address() {
    return address;
  }

  int port() {
    return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
  }

  Subscriber subscriber() {
    return application.get(Subscriber.class);
  }

  Optional<SnapshotVersion> version() {
    return Optional.ofNullable(subscriber().status().names().get("public"))
        .flatMap(standing -> standing.serving())
        .map(SignedManifest::manifest)
        .map(manifest -> manifest.version());
  }

  /** The ids of the items that are served; none if nothing is. */
  List<Long> items() {
    List<Long> ids = new ArrayList<>();
    if (version().isPresent()) {
      try (SnapshotReader reader = subscriber().read("public")) {
        reader.rows().scan(type("item"), row -> ids.add((Long) row.value("id")));
      }
    }
    return ids;
  }

  static EntityType type(String name) {
    return PLAN.schema().type(name);
  }

  static List<?> round(SnapshotReader reader, String type) {
    List<Row> rows = new ArrayList<>();
    reader.rows().scan(type(type), rows::add);
    return rows.stream().map(row -> row.value("round")).distinct().toList();
  }

  Path shelf() {
    return data.resolve("snapshots").resolve("public");
  }

  /** All files of the shelf, by name. */
  List<String> files() {
    try (Stream<Path> files = Files.list(shelf())) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** What is left over of what was not taken. */
  List<String> leftovers() {
    return files().stream()
        .filter(name -> name.startsWith("incoming") || name.startsWith("partial"))
        .toList();
  }

  @Override
  public void close() {
    application.close();
  }
}
