package dev.tidemark.app.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidemark.adapter.quic.CertificatesConfig;
import dev.tidemark.adapter.quic.QuicConfig;
import dev.tidemark.adapter.quic.QuicConfig.Peers;
import dev.tidemark.adapter.quic.QuicModule;
import dev.tidemark.adapter.sqlite.SqliteSnapshotConfig;
import dev.tidemark.adapter.sqlite.SqliteSnapshotModule;
import dev.tidemark.app.config.SchemaLoader;
import dev.tidemark.app.config.Surroundings;
import dev.tidemark.assembly.AmbientModule;
import dev.tidemark.assembly.Application;
import dev.tidemark.assembly.SubscriberListening;
import dev.tidemark.assembly.SubscriberModule;
import dev.tidemark.core.event.Listener;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.Schema;
import dev.tidemark.core.snapshot.SubscriberPolicy;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** An origin in a directory, with certificates, and the edges that listen to it. */
final class SnapshotSite implements AutoCloseable {

  private static final String SCHEMA =
      """
      name: library
      defaults:
        key: id
        version: updated
        fields: {id: integer, name: text, secret: text, updated: instant(seconds)}
      types:
        author: {}
        book: {}
      """;

  private static final Map<String, String> ENVIRONMENT =
      Map.of("TIDEMARK_SYNC_HEAP_WARNING", "0", "TIDEMARK_SYNC_RESIDENT_WARNING", "0");

  static final String SNAPSHOT =
      """
      snapshots:
        public:
          tables:
            author: {columns: [id, name, updated], where: "id < 3"}
      """;

  final Path directory;
  final OverSqlite adapters = new OverSqlite();
  final Schema schema;
  final CertificatesConfig certificates;
  private final List<Application> edges = new ArrayList<>();
  String out = "";
  String err = "";

  /** With three authors in the upstream, of whom two are public. */
  SnapshotSite(Path directory) throws IOException {
    this.directory = directory;
    Path file = Files.writeString(directory.resolve("library.yaml"), SCHEMA);
    schema = SchemaLoader.load(file.toString());
    certificates = CertificatesConfig.in(directory.resolve("certs"));
    certificates.create(List.of("origin", "edge-1"), Clock.systemUTC());
    for (long id = 1; id <= 3; id++) {
      adapters.upstream.put(author(id, "author " + id));
    }
    configure(SNAPSHOT + certified());
  }

  Row author(long id, String name) {
    return Row.of(
        schema.type("author"),
        Map.of("id", id, "name", name, "secret", "hidden-thing", "updated", Instant.EPOCH));
  }

  void configure(String more) throws IOException {
    Files.writeString(
        directory.resolve("tidemark.yaml"),
        "schema: %s\ndata: %s\n%s\n".formatted(directory.resolve("library.yaml"), data(), more));
  }

  Path data() {
    return directory.resolve("data");
  }

  /** The certificate of the origin, as settings. */
  String certified() {
    QuicConfig.Identity origin = certificates.identity("origin");
    return "quic: {certificate: '%s', key: '%s', ca: '%s'}\n"
        .formatted(origin.certificates(), origin.key(), origin.authority());
  }

  /** Somebody who takes what this peer pushes; says where it listens. */
  String edge(String peer) {
    Path place = directory.resolve("edge-" + edges.size());
    Application edge =
        Application.start(
            new AmbientModule(Clock.systemUTC(), Listener.NONE),
            new SqliteSnapshotModule(SqliteSnapshotConfig.in(place)),
            new QuicModule(
                QuicConfig.mutual(certificates.identity("edge-1"))
                    .listeningAt("localhost:0")
                    .allowing(Peers.named(Set.of(peer)))),
            new SubscriberModule(SubscriberPolicy.taking("public")));
    edges.add(edge);
    return edge.get(SubscriberListening.class).start();
  }

  /** The edge that was the n-th to listen. */
  Application edge(int number) {
    return edges.get(number);
  }

  int run(String... arguments) {
    StringWriter outText = new StringWriter();
    StringWriter errText = new StringWriter();
    int code = run(outText, errText, arguments);
    out = outText.toString();
    err = errText.toString();
    return code;
  }

  /** For another thread: what is printed is lost. */
  int runAside(String... arguments) {
    return run(new StringWriter(), new StringWriter(), arguments);
  }

  private int run(StringWriter outText, StringWriter errText, String... arguments) {
    Outside outside =
        new Outside(
            adapters,
            new Surroundings(ENVIRONMENT, directory),
            "./tidemark",
            Clock.systemUTC(),
            false);
    return CommandLines.of(outside, new PrintWriter(outText), new PrintWriter(errText))
        .run(arguments);
  }

  JsonNode json() throws JsonProcessingException {
    return new ObjectMapper().readTree(out);
  }

  @Override
  public void close() {
    edges.forEach(Application::close);
  }
}
