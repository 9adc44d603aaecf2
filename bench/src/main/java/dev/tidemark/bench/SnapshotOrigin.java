package dev.tidemark.bench;

import com.google.inject.Module;
import com.google.inject.util.Modules;
import dev.tidemark.adapter.quic.CertificatesConfig;
import dev.tidemark.adapter.quic.QuicConfig;
import dev.tidemark.adapter.quic.QuicModule;
import dev.tidemark.adapter.sqlite.SqliteConfig;
import dev.tidemark.adapter.sqlite.SqliteModule;
import dev.tidemark.adapter.sqlite.SqliteSnapshotConfig;
import dev.tidemark.adapter.sqlite.SqliteSnapshotModule;
import dev.tidemark.assembly.AmbientModule;
import dev.tidemark.assembly.Application;
import dev.tidemark.assembly.PublisherModule;
import dev.tidemark.assembly.StateModule;
import dev.tidemark.core.event.Listener;
import dev.tidemark.core.schema.Schema;
import dev.tidemark.core.snapshot.PublishedSnapshot;
import dev.tidemark.core.snapshot.PublisherPolicy;
import dev.tidemark.core.snapshot.SignedManifest;
import dev.tidemark.core.snapshot.SnapshotPlan;
import dev.tidemark.core.snapshot.SnapshotTypes;
import dev.tidemark.core.snapshot.Target;
import dev.tidemark.core.sync.SyncState;
import dev.tidemark.core.sync.spi.Leadership;
import dev.tidemark.core.sync.spi.ReplicaStore;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/**
 * The side that has the replica, builds and pushes, put together as an author would.
 *
 * @param directory of its data
 * @param certificates where these are
 */
record SnapshotOrigin(Path directory, Path certificates) {

  static final String CERTIFICATE = "origin";

  /** How long a change is waited behind for another one. */
  static final Duration QUIET = Duration.ofMillis(20);

  /** With a replica of its own, and certificates for it and the other side. */
  static SnapshotOrigin create(Path directory, SnapshotRows rows) {
    Path certificates = directory.resolve("certificates");
    CertificatesConfig.in(certificates)
        .create(List.of(CERTIFICATE, SnapshotEdge.CERTIFICATE), Clock.systemUTC());
    SnapshotOrigin origin = new SnapshotOrigin(directory.resolve("origin"), certificates);
    try (Application application = Application.start(origin.replica(Listener.NONE))) {
      rows.fill(application.get(ReplicaStore.class));
    }
    return origin;
  }

  private Module replica(Listener listener) {
    return Modules.combine(
        new AmbientModule(Clock.systemUTC(), listener),
        binder -> binder.bind(Schema.class).toInstance(SnapshotRows.SCHEMA),
        new SqliteModule(SqliteConfig.in(directory)),
        new StateModule(SyncState.with(SnapshotTypes.strongTypes(), SnapshotTypes.weakTypes())));
  }

  /** What builds and pushes when it is told to. */
  Application byHand() {
    return Application.start(replica(Listener.NONE), snapshots());
  }

  /** What publishes to the one target as the replica changes, when its publisher is started. */
  Application publishing(SnapshotPlan plan, Target target, Listener listener) {
    PublisherPolicy policy = PublisherPolicy.DEFAULTS.settling(QUIET, Duration.ofSeconds(1));
    return Application.start(
        replica(listener),
        snapshots(),
        binder -> binder.bind(Leadership.class).toInstance(Leadership.always()),
        new PublisherModule(
            List.of(PublishedSnapshot.built(plan)),
            stored -> () -> List.of(target),
            () -> policy,
            SignedManifest::unsigned));
  }

  private Module snapshots() {
    return Modules.combine(
        new SqliteSnapshotModule(SqliteSnapshotConfig.in(directory).ofReplica()),
        new QuicModule(
            QuicConfig.mutual(CertificatesConfig.in(certificates).identity(CERTIFICATE))));
  }

  static Target target(String snapshot, String address) {
    return new Target(snapshot, "edge", Target.Strategy.TIDEMARK, address, true);
  }
}
