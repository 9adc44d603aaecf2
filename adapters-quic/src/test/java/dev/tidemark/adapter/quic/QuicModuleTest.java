package dev.tidemark.adapter.quic;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.inject.AbstractModule;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Stage;
import dev.tidemark.core.snapshot.Verdict;
import dev.tidemark.core.snapshot.spi.SnapshotTransport;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class QuicModuleTest {

  @Test
  void module_withAClock_bindsOneTransport() {
    QuicConfig config = QuicConfig.insecure().listeningAt("127.0.0.1:0");
    Injector injector =
        Guice.createInjector(Stage.PRODUCTION, new Strict(), new QuicModule(config));

    try (SnapshotTransport transport = injector.getInstance(SnapshotTransport.class)) {
      assertThat(transport).isSameAs(injector.getInstance(SnapshotTransport.class));
      TestInbox inbox = new TestInbox();
      String address = transport.listen(inbox).address();

      Verdict verdict =
          transport
              .push(
                  Targets.at(address),
                  TestOffer.of(1, Content.random(1_000, 1)),
                  Duration.ofSeconds(10),
                  sent -> {})
              .verdict();

      assertThat(verdict.code()).isEqualTo(Verdict.Code.ACCEPTED);
      assertThat(inbox.peers)
          .as("without certificates nobody has a name")
          .containsExactly("anonymous");
    }
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
