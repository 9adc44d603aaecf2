package dev.tidemark.assembly;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import dev.tidemark.core.event.Listener;
import dev.tidemark.core.state.StateEngine;
import dev.tidemark.core.state.StatePorts;
import dev.tidemark.core.state.StateSchema;
import dev.tidemark.core.state.StateTerms;
import dev.tidemark.core.state.spi.StrongStore;
import dev.tidemark.core.state.spi.ValueCaches;
import dev.tidemark.core.state.spi.WeakStore;
import dev.tidemark.core.time.Ambient;

/**
 * The state of an application: binds {@link StateEngine} and {@link StateSchema}. The weak tier is
 * written by a thread of its own, from the start of the application on, and a last time when the
 * application is closed, while the stores are still open; what could not be written then, {@link
 * Application#close} says.
 *
 * <p>Needs a {@link StrongStore}, a {@link WeakStore} and {@link ValueCaches}, an {@link Ambient}
 * and a {@link Listener}.
 */
public final class StateModule extends AbstractModule {

  private final StateSchema schema;
  private final StateTerms terms;

  public StateModule(StateSchema schema, StateTerms terms) {
    this.schema = schema;
    this.terms = terms;
  }

  /** With what is right for most. */
  public StateModule(StateSchema schema) {
    this(schema, StateTerms.defaults());
  }

  @Override
  protected void configure() {
    bind(StateSchema.class).toInstance(schema);
  }

  @Provides
  @Singleton
  StateThread thread(
      StrongStore strong, WeakStore weak, ValueCaches caches, Ambient ambient, Listener listener) {
    StatePorts ports = new StatePorts(strong, weak, caches);
    return new StateThread(
        worker -> StateEngine.open(schema, ports, terms, ambient, worker, listener));
  }

  @Provides
  @Singleton
  StateEngine engine(StateThread thread) {
    return thread.engine();
  }
}
