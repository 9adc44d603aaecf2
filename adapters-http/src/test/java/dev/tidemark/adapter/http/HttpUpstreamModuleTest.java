package dev.tidemark.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.inject.AbstractModule;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Stage;
import dev.tidemark.core.sync.spi.Upstream;
import java.net.URI;
import java.time.Clock;
import org.junit.jupiter.api.Test;

final class HttpUpstreamModuleTest {

  @Test
  void module_withAClock_bindsOneUpstream() {
    HttpUpstreamConfig config = HttpUpstreamConfig.of(URI.create("http://127.0.0.1:1/api"));
    Injector injector =
        Guice.createInjector(Stage.PRODUCTION, new Strict(), new HttpUpstreamModule(config));

    assertThat(injector.getInstance(Upstream.class))
        .isInstanceOf(HttpUpstream.class)
        .isSameAs(injector.getInstance(Upstream.class));
  }

  private static final class Strict extends AbstractModule {
    @Override
    protected void configure() {
      binder().disableCircularProxies();
      binder().requireExplicitBindings();
      binder().requireExactBindingAnnotations();
      binder().requireAtInjectOnConstructors();
      bind(Clock.class).toInstance(Clock.systemUTC());
    }
  }
}
