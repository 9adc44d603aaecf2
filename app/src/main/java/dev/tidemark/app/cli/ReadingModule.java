package dev.tidemark.app.cli;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import dev.tidemark.core.schema.Schema;
import dev.tidemark.core.state.StateEngine;
import dev.tidemark.core.sync.SyncState;
import dev.tidemark.core.sync.UpstreamHealth;
import dev.tidemark.core.sync.spi.Leadership;
import dev.tidemark.core.sync.spi.RequestLedger;
import java.time.Clock;

/**
 * What those who look need of the sync use case, which they do not have. Who leads does not matter:
 * they do not write to the replica, and at a mirror they wait for whoever does.
 */
final class ReadingModule extends AbstractModule {

  private final Schema schema;

  ReadingModule(Schema schema) {
    this.schema = schema;
  }

  @Override
  protected void configure() {
    bind(Schema.class).toInstance(schema);
    bind(Leadership.class).toInstance(Leadership.always());
  }

  @Provides
  @Singleton
  RequestLedger ledger(StateEngine state) {
    return SyncState.ledger(state, schema.name());
  }

  @Provides
  @Singleton
  UpstreamHealth health(StateEngine state, Clock clock) {
    return UpstreamHealth.of(state, schema.name(), clock);
  }
}
