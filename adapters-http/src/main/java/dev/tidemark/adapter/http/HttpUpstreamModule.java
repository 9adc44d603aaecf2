package dev.tidemark.adapter.http;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import dev.tidemark.core.sync.spi.Upstream;
import java.time.Clock;

/** Binds {@link Upstream}; needs a {@link Clock} that another module binds. */
public final class HttpUpstreamModule extends AbstractModule {

  private final HttpUpstreamConfig config;

  public HttpUpstreamModule(HttpUpstreamConfig config) {
    this.config = config;
  }

  @Provides
  @Singleton
  Upstream upstream(Clock clock) {
    return HttpUpstream.of(config, clock);
  }
}
