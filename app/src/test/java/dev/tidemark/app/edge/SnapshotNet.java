package dev.tidemark.app.edge;

import dev.tidemark.adapter.quic.CertificatesConfig;
import dev.tidemark.adapter.quic.QuicConfig;
import dev.tidemark.adapter.quic.QuicConfig.Limits;
import dev.tidemark.adapter.sqlite.WhereParserModule;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Schema;
import dev.tidemark.core.snapshot.SnapshotPlan;
import dev.tidemark.core.snapshot.SnapshotSpec;
import dev.tidemark.core.snapshot.SnapshotSpec.Table;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Origins and edges below one directory, whose certificates are of one authority. */
final class SnapshotNet implements AutoCloseable {

  static final String MARKER = "a-secret-that-nobody-else-may-see";

  static final Schema SCHEMA =
      Schema.of(
          "shop",
          EntityType.named("item")
              .key("id")
              .integer("id", "round")
              .text("name", "status", "secret")
              .nullable("name", "status", "secret", "round")
              .build(),
          EntityType.named("place").key("id").integer("id", "round").nullable("round").build(),
          EntityType.named("hidden_thing").key("id").integer("id").text("body").build());

  /** What may be seen of it: no secrets, nothing that is private or may be. */
  static final SnapshotSpec PUBLIC =
      SnapshotSpec.named("public")
          .table(
              "item", Table.ALL.only("id", "name", "status", "round").where("status <> 'private'"))
          .table("place", Table.ALL)
          .build();

  /** On a busy machine, one try is to be enough where everybody is alive. */
  private static final Limits PATIENT =
      Limits.DEFAULTS.withConnect(Duration.ofSeconds(30)).withIdle(Duration.ofSeconds(30));

  final Path directory;
  private final CertificatesConfig certificates;
  private final List<AutoCloseable> open = Collections.synchronizedList(new ArrayList<>());

  SnapshotNet(Path directory) {
    this.directory = directory;
    this.certificates = CertificatesConfig.in(directory.resolve("certs"));
    certificates.create(List.of("origin", "edge", "stranger"), Clock.systemUTC());
  }

  static SnapshotPlan plan(SnapshotSpec spec) {
    return SnapshotPlan.of(spec, SCHEMA, WhereParserModule.parser());
  }

  QuicConfig certified(String name) {
    return QuicConfig.mutual(certificates.identity(name)).withLimits(PATIENT);
  }

  /** A publisher of {@link #PUBLIC} in a directory of its own, not started. */
  OriginNode origin(String name) {
    return origin(OriginNode.plain(this, name));
  }

  OriginNode origin(OriginNode.Draft draft) {
    return keep(draft.open());
  }

  EdgeNode edge(String name) {
    return edge(EdgeNode.plain(this, name));
  }

  EdgeNode edge(EdgeNode.Draft draft) {
    return keep(draft.open());
  }

  <T extends AutoCloseable> T keep(T node) {
    open.add(node);
    return node;
  }

  @Override
  public void close() {
    List<AutoCloseable> all = new ArrayList<>(open);
    Collections.reverse(all);
    all.forEach(SnapshotNet::end);
  }

  private static void end(AutoCloseable node) {
    try {
      node.close();
    } catch (Exception failure) {
      throw new AssertionError(failure);
    }
  }
}
