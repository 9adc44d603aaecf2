package dev.tidemark.adapter.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import com.google.inject.AbstractModule;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Stage;
import com.google.inject.multibindings.OptionalBinder;
import dev.tidemark.core.sync.spi.Leadership;
import dev.tidemark.testkit.mysql.MySqlDatabase;
import dev.tidemark.testkit.mysql.MySqlServer;
import dev.tidemark.testkit.net.FaultyLink;
import dev.tidemark.testkit.net.FreePort;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
final class MySqlLeadershipModuleTest {

  @Test
  void module_takesThePlaceOfTheLeadershipOfAProcessAlone() {
    try (MySqlDatabase database = MySqlServer.all().findFirst().orElseThrow().createDatabase()) {
      Injector injector = inject(Contenders.config(database));
      try (MySqlLeadership bound = injector.getInstance(MySqlLeadership.class)) {
        assertThat(injector.getInstance(Leadership.class)).isSameAs(bound);
        await().atMost(Contenders.LONG).until(bound::isLeader);
      }
    }
  }

  /** A server that accepts and never answers holds up nobody. */
  @Test
  void wiring_withAServerThatDoesNotAnswer_isDoneAtOnce() {
    try (FaultyLink link = FaultyLink.to("127.0.0.1", FreePort.find())) {
      link.stall();
      MySqlConfig config =
          MySqlConfig.of("jdbc:mysql://%s:%d/db".formatted(link.host(), link.port()), "me", "")
              .withConnectTimeout(Duration.ofMinutes(2));

      try (MySqlLeadership bound =
          assertTimeout(
              Duration.ofMinutes(1), () -> inject(config).getInstance(MySqlLeadership.class))) {
        assertThat(bound.isLeader()).isFalse();
        await().atMost(Contenders.LONG).until(() -> link.connections() == 1);
      }
    }
  }

  private static Injector inject(MySqlConfig server) {
    return Guice.createInjector(
        Stage.PRODUCTION,
        new AbstractModule() {
          @Override
          protected void configure() {
            binder().requireExplicitBindings();
            OptionalBinder.newOptionalBinder(binder(), Leadership.class)
                .setDefault()
                .toInstance(Leadership.always());
          }
        },
        new MySqlLeadershipModule(MySqlLeadershipConfig.of(server, "writer"), System::nanoTime));
  }
}
