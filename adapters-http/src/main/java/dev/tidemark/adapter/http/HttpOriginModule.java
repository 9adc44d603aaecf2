package dev.tidemark.adapter.http;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import dev.tidemark.core.origin.spi.Origin;

/** Binds {@link Origin}. */
public final class HttpOriginModule extends AbstractModule {

  private final Origin origin;

  /**
   * @throws IllegalArgumentException if the trust store is none
   */
  public HttpOriginModule(HttpOriginConfig config) {
    this.origin = HttpOrigin.of(config);
  }

  @Provides
  @Singleton
  Origin origin() {
    return origin;
  }
}
