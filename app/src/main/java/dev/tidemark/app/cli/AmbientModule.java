package dev.tidemark.app.cli;

import com.google.inject.AbstractModule;
import dev.tidemark.core.event.Listener;
import java.time.Clock;

/** What every use case needs and no adapter brings. */
final class AmbientModule extends AbstractModule {

  private final Clock clock;
  private final Listener listener;

  AmbientModule(Clock clock, Listener listener) {
    this.clock = clock;
    this.listener = listener;
  }

  @Override
  protected void configure() {
    bind(Clock.class).toInstance(clock);
    bind(Listener.class).toInstance(listener);
  }
}
