package dev.tidemark.adapter.mysql;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import com.google.inject.multibindings.OptionalBinder;
import dev.tidemark.core.sync.spi.Leadership;
import java.util.function.LongSupplier;

/**
 * Binds {@link Leadership}: of all processes that ask the same server for the same name, one leads.
 * It begins to ask in the background; what is wrong with the server is logged, and nobody leads
 * then.
 */
public final class MySqlLeadershipModule extends AbstractModule {

  private final MySqlLeadershipConfig config;
  private final LongSupplier elapsed;

  /**
   * @param elapsed nanoseconds that passed since some moment, whatever is done to the clock: {@code
   *     System::nanoTime}
   */
  public MySqlLeadershipModule(MySqlLeadershipConfig config, LongSupplier elapsed) {
    this.config = config;
    this.elapsed = elapsed;
  }

  @Override
  protected void configure() {
    OptionalBinder.newOptionalBinder(binder(), Leadership.class)
        .setBinding()
        .to(MySqlLeadership.class);
  }

  @Provides
  @Singleton
  MySqlLeadership leadership() {
    return MySqlLeadership.start(config, elapsed);
  }
}
