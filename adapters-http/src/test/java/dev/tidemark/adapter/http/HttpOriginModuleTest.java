package dev.tidemark.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Stage;
import dev.tidemark.core.origin.spi.Origin;
import java.net.URI;
import org.junit.jupiter.api.Test;

final class HttpOriginModuleTest {

  @Test
  void module_alone_bindsOneOrigin() {
    HttpOriginConfig config = HttpOriginConfig.of(URI.create("http://127.0.0.1:1"));
    Injector injector =
        Guice.createInjector(
            Stage.PRODUCTION,
            binder -> binder.requireExplicitBindings(),
            new HttpOriginModule(config));

    assertThat(injector.getInstance(Origin.class))
        .isInstanceOf(HttpOrigin.class)
        .isSameAs(injector.getInstance(Origin.class));
  }
}
