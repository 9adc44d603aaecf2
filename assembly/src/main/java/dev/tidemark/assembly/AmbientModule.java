package dev.tidemark.assembly;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import dev.tidemark.core.event.Listener;
import dev.tidemark.core.sync.spi.MemoryProbe;
import dev.tidemark.core.time.Ambient;
import dev.tidemark.core.time.Scheduler;
import java.time.Clock;
import java.util.concurrent.ThreadLocalRandom;

/**
 * What every use case takes from the world around it: binds {@link Clock}, {@link Listener}, {@link
 * Scheduler}, {@link Ambient} and {@link MemoryProbe}. The scheduler's one thread ends with the
 * application.
 */
public final class AmbientModule extends AbstractModule {

  private final Clock clock;
  private final Listener listener;

  public AmbientModule(Clock clock, Listener listener) {
    this.clock = clock;
    this.listener = listener;
  }

  @Override
  protected void configure() {
    bind(Clock.class).toInstance(clock);
    bind(Listener.class).toInstance(listener);
    bind(MemoryProbe.class).toInstance(new JvmMemory());
  }

  @Provides
  @Singleton
  ThreadScheduler threadScheduler() {
    return new ThreadScheduler();
  }

  @Provides
  @Singleton
  Scheduler scheduler(ThreadScheduler scheduler) {
    return scheduler;
  }

  @Provides
  @Singleton
  Ambient ambient(Scheduler scheduler) {
    return new Ambient(clock, scheduler, () -> ThreadLocalRandom.current().nextLong());
  }
}
