package dev.tidemark.app.cli;

import com.google.inject.AbstractModule;
import com.google.inject.Module;
import dev.tidemark.app.config.Configuration;
import dev.tidemark.core.mirror.MirrorPolicy;
import dev.tidemark.core.sync.spi.Upstream;
import dev.tidemark.testkit.fake.InMemoryUpstream;
import java.nio.file.Path;
import java.util.function.Function;

/** The adapters that are shipped, but for the upstream, which is in memory. */
final class OverSqlite implements Adapters {

  final InMemoryUpstream upstream = new InMemoryUpstream();
  private final Adapters shipped = new ShippedAdapters();

  @Override
  public Module upstream(Configuration configuration) {
    return new AbstractModule() {
      @Override
      protected void configure() {
        bind(Upstream.class).toInstance(upstream);
      }
    };
  }

  @Override
  public Module replica(Configuration configuration) {
    return shipped.replica(configuration);
  }

  @Override
  public Module sharedReplica(Configuration configuration) {
    return shipped.sharedReplica(configuration);
  }

  @Override
  public Module replicaToRead(Configuration configuration) {
    return shipped.replicaToRead(configuration);
  }

  @Override
  public Module replicaToMirror(Configuration configuration) {
    return shipped.replicaToMirror(configuration);
  }

  @Override
  public Module mirrors(Configuration configuration, Function<String, MirrorPolicy> policy) {
    return shipped.mirrors(configuration, policy);
  }

  @Override
  public Module rollupStores(Configuration configuration) {
    return shipped.rollupStores(configuration);
  }

  @Override
  public Module state(Path data) {
    return shipped.state(data);
  }

  @Override
  public Module stateToRead(Path data) {
    return shipped.stateToRead(data);
  }

  @Override
  public Module snapshots(Configuration configuration) {
    return shipped.snapshots(configuration);
  }

  @Override
  public Module sharedSnapshots(Configuration configuration) {
    return shipped.sharedSnapshots(configuration);
  }

  @Override
  public Module snapshotsToRead(Configuration configuration) {
    return shipped.snapshotsToRead(configuration);
  }

  @Override
  public Module snapshotFiles() {
    return shipped.snapshotFiles();
  }

  @Override
  public Module snapshotTransport(Configuration configuration) {
    return shipped.snapshotTransport(configuration);
  }
}
