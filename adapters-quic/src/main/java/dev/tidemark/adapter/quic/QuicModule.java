package dev.tidemark.adapter.quic;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import dev.tidemark.core.snapshot.spi.SnapshotTransport;
import java.time.Clock;

/**
 * Binds {@link SnapshotTransport}; needs a {@link Clock} that another module binds. It is to be
 * closed with the application.
 */
public final class QuicModule extends AbstractModule {

  private final QuicConfig config;

  public QuicModule(QuicConfig config) {
    this.config = config;
  }

  /**
   * @throws dev.tidemark.core.InvalidConfigurationException with all that is wrong with the files
   *     of the configuration
   */
  @Provides
  @Singleton
  SnapshotTransport transport(Clock clock) {
    return QuicTransport.open(config, clock);
  }
}
