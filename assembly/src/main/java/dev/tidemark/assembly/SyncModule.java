package dev.tidemark.assembly;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import com.google.inject.multibindings.OptionalBinder;
import dev.tidemark.core.event.Listener;
import dev.tidemark.core.schema.Schema;
import dev.tidemark.core.sync.SyncPolicy;
import dev.tidemark.core.sync.SyncPorts;
import dev.tidemark.core.sync.SyncReplica;
import dev.tidemark.core.sync.spi.CursorStore;
import dev.tidemark.core.sync.spi.Leadership;
import dev.tidemark.core.sync.spi.MemoryProbe;
import dev.tidemark.core.sync.spi.ReplicaStore;
import dev.tidemark.core.sync.spi.RequestLedger;
import dev.tidemark.core.sync.spi.SyncJournal;
import dev.tidemark.core.sync.spi.Upstream;
import dev.tidemark.core.time.Ambient;

/**
 * The sync use case of one upstream: binds {@link SyncReplica}, {@link Schema} and {@link
 * SyncPolicy}, and {@link Leadership} for a process that nobody competes with, unless an adapter
 * knows better.
 *
 * <p>Needs the ports of a cycle, a {@link Ambient} and a {@link Listener}. Several upstreams in one
 * application are as many private modules, each of which installs this one with adapters of its
 * own.
 */
public final class SyncModule extends AbstractModule {

  private final Schema schema;
  private final SyncPolicy policy;

  public SyncModule(Schema schema, SyncPolicy policy) {
    this.schema = schema;
    this.policy = policy;
  }

  @Override
  protected void configure() {
    bind(Schema.class).toInstance(schema);
    bind(SyncPolicy.class).toInstance(policy);
    OptionalBinder.newOptionalBinder(binder(), Leadership.class)
        .setDefault()
        .toInstance(Leadership.always());
  }

  @Provides
  @Singleton
  SyncPorts ports(
      Upstream upstream,
      ReplicaStore store,
      CursorStore cursors,
      SyncJournal journal,
      RequestLedger ledger,
      MemoryProbe memory) {
    return new SyncPorts(upstream, store, cursors, journal, ledger, memory);
  }

  @Provides
  @Singleton
  SyncReplica syncReplica(SyncPorts ports, Ambient ambient, Listener listener) {
    return SyncReplica.of(schema, ports, policy, ambient, listener);
  }
}
