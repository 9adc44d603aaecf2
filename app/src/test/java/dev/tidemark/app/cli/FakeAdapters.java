package dev.tidemark.app.cli;

import com.google.inject.AbstractModule;
import com.google.inject.Module;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import com.google.inject.multibindings.Multibinder;
import dev.tidemark.app.FakeMirrors;
import dev.tidemark.app.TestState;
import dev.tidemark.app.config.Configuration;
import dev.tidemark.app.config.ConfiguredMirror;
import dev.tidemark.app.config.Settings;
import dev.tidemark.app.rollup.ShippedRollups;
import dev.tidemark.app.state.ApiMinutes;
import dev.tidemark.core.event.Listener;
import dev.tidemark.core.feed.spi.ChangeFeed;
import dev.tidemark.core.mirror.MirrorPolicy;
import dev.tidemark.core.mirror.Mirrors;
import dev.tidemark.core.rollup.ChangesRollup;
import dev.tidemark.core.rollup.RollupDocument;
import dev.tidemark.core.rollup.spi.RollupStore;
import dev.tidemark.core.schema.Schema;
import dev.tidemark.core.snapshot.spi.SnapshotStore;
import dev.tidemark.core.snapshot.spi.SnapshotTransport;
import dev.tidemark.core.state.spi.StrongStore;
import dev.tidemark.core.state.spi.ValueCaches;
import dev.tidemark.core.state.spi.WeakStore;
import dev.tidemark.core.sync.SyncState;
import dev.tidemark.core.sync.spi.CursorStore;
import dev.tidemark.core.sync.spi.HeldRows;
import dev.tidemark.core.sync.spi.ReplicaStore;
import dev.tidemark.core.sync.spi.RequestLedger;
import dev.tidemark.core.sync.spi.SyncJournal;
import dev.tidemark.core.sync.spi.Upstream;
import dev.tidemark.testkit.fake.InMemoryNetwork;
import dev.tidemark.testkit.fake.InMemoryReplica;
import dev.tidemark.testkit.fake.InMemoryRollupStore;
import dev.tidemark.testkit.fake.InMemorySnapshotStore;
import dev.tidemark.testkit.fake.InMemorySyncJournal;
import dev.tidemark.testkit.fake.InMemoryUpstream;
import dev.tidemark.testkit.fake.InMemoryValueCaches;
import dev.tidemark.testkit.fake.SnapshotDisk;
import dev.tidemark.testkit.time.ManualClock;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A replica and an upstream in memory, the same for every command. */
final class FakeAdapters implements Adapters {

  final InMemoryUpstream upstream = new InMemoryUpstream();
  private final InMemorySyncJournal journal = new InMemorySyncJournal();
  private final InMemoryReplica replica;
  final TestState state = new TestState(ManualClock.at("2026-04-16T08:30:00Z"));
  final FakeMirrors mirrors = new FakeMirrors();
  final InMemoryNetwork network = new InMemoryNetwork();
  final InMemorySnapshotStore snapshots = new InMemorySnapshotStore(new SnapshotDisk());
  Optional<Function<String, MirrorPolicy>> mirrorPolicy = Optional.empty();
  private final ManualClock clock = ManualClock.at("2026-04-16T08:30:00Z");
  private final InMemoryRollupStore changes =
      new InMemoryRollupStore(RollupDocument.REPLICA, List.of(ChangesRollup.FEED), clock);
  private final InMemoryRollupStore requests =
      new InMemoryRollupStore(ShippedRollups.STATE, List.of(ApiMinutes.TYPE), clock);
  private final String upstreamName;
  private Optional<Configuration> seen = Optional.empty();

  FakeAdapters(Schema schema) {
    this.replica = new InMemoryReplica(schema);
    this.upstreamName = schema.name();
  }

  RequestLedger ledger() {
    return SyncState.ledger(state.open(), upstreamName);
  }

  /** What the last command was set up with. */
  Configuration seen() {
    return seen.orElseThrow();
  }

  @Override
  public Module replica(Configuration configuration) {
    return replicaToRead(configuration);
  }

  @Override
  public Module sharedReplica(Configuration configuration) {
    return replicaToRead(configuration);
  }

  @Override
  public Module replicaToRead(Configuration configuration) {
    seen = Optional.of(configuration);
    return new AbstractModule() {
      @Override
      protected void configure() {
        install(stateToRead(configuration.get(Settings.DATA)));
        bind(ReplicaStore.class).toInstance(replica);
        bind(CursorStore.class).toInstance(replica.cursors());
        bind(ChangeFeed.class).toInstance(replica.feed());
        bind(HeldRows.class).toInstance(replica.held());
        bind(SyncJournal.class).toInstance(journal);
      }
    };
  }

  @Override
  public Module replicaToMirror(Configuration configuration) {
    return replicaToRead(configuration);
  }

  @Override
  public Module mirrors(Configuration configuration, Function<String, MirrorPolicy> policy) {
    mirrorPolicy = Optional.of(policy);
    Map<String, String> places =
        ConfiguredMirror.all(configuration).stream()
            .collect(
                Collectors.toMap(
                    ConfiguredMirror::name, ConfiguredMirror::place, (a, b) -> a, TreeMap::new));
    return new AbstractModule() {
      @Provides
      @Singleton
      Mirrors mirrors(Listener listener) {
        return mirrors.at(places, listener);
      }
    };
  }

  /** Nobody writes to these, so that nothing is added up. */
  @Override
  public Module rollupStores(Configuration configuration) {
    return new AbstractModule() {
      @Override
      protected void configure() {
        Multibinder<RollupStore> stores = Multibinder.newSetBinder(binder(), RollupStore.class);
        stores.addBinding().toInstance(changes);
        stores.addBinding().toInstance(requests);
      }
    };
  }

  @Override
  public Module state(Path data) {
    return stateToRead(data);
  }

  @Override
  public Module stateToRead(Path data) {
    return new AbstractModule() {
      @Override
      protected void configure() {
        bind(StrongStore.class).toInstance(state.strong);
        bind(WeakStore.class).toInstance(state.weak);
        bind(ValueCaches.class).toInstance(new InMemoryValueCaches());
      }
    };
  }

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
  public Module snapshots(Configuration configuration) {
    return new AbstractModule() {
      @Override
      protected void configure() {
        bind(SnapshotStore.class).toInstance(snapshots);
      }
    };
  }

  @Override
  public Module sharedSnapshots(Configuration configuration) {
    return snapshots(configuration);
  }

  @Override
  public Module snapshotsToRead(Configuration configuration) {
    return snapshots(configuration);
  }

  /** There is none of a file that is in memory. */
  @Override
  public Module snapshotFiles() {
    return new AbstractModule() {};
  }

  @Override
  public Module snapshotTransport(Configuration configuration) {
    return new AbstractModule() {
      @Override
      protected void configure() {
        bind(SnapshotTransport.class).toInstance(network.transport("origin"));
      }
    };
  }
}
