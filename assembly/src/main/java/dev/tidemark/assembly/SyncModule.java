package dev.tidemark.assembly;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import com.google.inject.multibindings.OptionalBinder;
import dev.tidemark.core.event.Listener;
import dev.tidemark.core.schema.Schema;
import dev.tidemark.core.state.StateEngine;
import dev.tidemark.core.sync.SyncPolicy;
import dev.tidemark.core.sync.SyncPorts;
import dev.tidemark.core.sync.SyncReplica;
import dev.tidemark.core.sync.SyncState;
import dev.tidemark.core.sync.UpstreamHealth;
import dev.tidemark.core.sync.spi.CursorStore;
import dev.tidemark.core.sync.spi.Leadership;
import dev.tidemark.core.sync.spi.MemoryProbe;
import dev.tidemark.core.sync.spi.ReplicaStore;
import dev.tidemark.core.sync.spi.RequestLedger;
import dev.tidemark.core.sync.spi.SyncJournal;
import dev.tidemark.core.sync.spi.Upstream;
import dev.tidemark.core.time.Ambient;
import java.util.List;
import java.util.function.Supplier;

/**
 * The sync use case of one upstream: binds {@link SyncReplica} and {@link Schema}, {@link
 * RequestLedger} and {@link UpstreamHealth} in the state of the application, and {@link Leadership}
 * for a process that nobody competes with, unless an adapter knows better. In the state, the
 * upstream has the name of its schema.
 *
 * <p>Needs the ports of a cycle, an {@link Ambient} and a {@link Listener}, and a {@link
 * StateModule} with the types of {@link dev.tidemark.core.sync.SyncState}. Several upstreams in one
 * application are as many private modules, each of which installs this one with adapters of its
 * own.
 */
public final class SyncModule extends AbstractModule {

  private final Schema schema;
  private final Supplier<SyncPolicy> policy;

  /**
   * @param policy asked at the beginning of each cycle
   */
  public SyncModule(Schema schema, Supplier<SyncPolicy> policy) {
    this.schema = schema;
    this.policy = policy;
  }

  /** With a policy that never changes. */
  public SyncModule(Schema schema, SyncPolicy policy) {
    this(schema, () -> policy);
  }

  @Override
  protected void configure() {
    bind(Schema.class).toInstance(schema);
    OptionalBinder.newOptionalBinder(binder(), Leadership.class)
        .setDefault()
        .toInstance(Leadership.always());
  }

  @Provides
  @Singleton
  RequestLedger ledger(StateEngine state) {
    return SyncState.ledger(state, schema.name());
  }

  @Provides
  @Singleton
  UpstreamHealth health(StateEngine state, Ambient ambient) {
    return UpstreamHealth.of(state, schema.name(), ambient.clock());
  }

  @Provides
  @Singleton
  SyncPorts ports(
      Upstream upstream,
      ReplicaStore store,
      CursorStore cursors,
      SyncJournal journal,
      RequestLedger ledger,
      MemoryProbe memory,
      Leadership leadership) {
    return new SyncPorts(upstream, store, cursors, journal, ledger, memory, leadership);
  }

  @Provides
  @Singleton
  SyncReplica syncReplica(
      SyncPorts ports, Ambient ambient, UpstreamHealth health, Listener listener) {
    return SyncReplica.of(schema, ports, policy, ambient, Listener.all(List.of(health, listener)));
  }
}
