package dev.tidemark.assembly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.inject.Key;
import com.google.inject.PrivateModule;
import com.google.inject.name.Names;
import dev.tidemark.core.UpstreamUnavailableException;
import dev.tidemark.core.event.Listener;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Precision;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.Schema;
import dev.tidemark.core.sync.EndpointHealth;
import dev.tidemark.core.sync.SyncPolicy;
import dev.tidemark.core.sync.SyncReplica;
import dev.tidemark.core.sync.SyncState;
import dev.tidemark.core.sync.UpstreamHealth;
import dev.tidemark.core.sync.spi.CursorStore;
import dev.tidemark.core.sync.spi.Mode;
import dev.tidemark.core.sync.spi.ReplicaStore;
import dev.tidemark.core.sync.spi.SyncJournal;
import dev.tidemark.core.sync.spi.Upstream;
import dev.tidemark.testkit.fake.InMemoryReplica;
import dev.tidemark.testkit.fake.InMemorySyncJournal;
import dev.tidemark.testkit.fake.InMemoryUpstream;
import dev.tidemark.testkit.time.ManualClock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Two upstreams in one application are two private modules, and know nothing of each other. */
final class TwoUpstreamsTest {

  private static final Instant NOW = Instant.parse("2026-04-16T08:30:00Z");
  private static final EntityType BOOK = type("book");
  private static final EntityType SHIP = type("ship");

  private final InMemoryReplica books = new InMemoryReplica(Schema.of("books", BOOK));
  private final InMemoryReplica ships = new InMemoryReplica(Schema.of("ships", SHIP));
  private final InMemoryUpstream library = new InMemoryUpstream(row(BOOK, 1), row(BOOK, 2));
  private final InMemoryUpstream harbour = new InMemoryUpstream(row(SHIP, 1));

  @Test
  void sync_twoUpstreams_eachFillsItsOwnReplica() {
    try (Application application = start()) {
      sync(application, BOOK).sync(Mode.INCREMENTAL);
      sync(application, SHIP).sync(Mode.FULL);
    }

    assertThat(books.rows(BOOK)).containsExactly(row(BOOK, 1), row(BOOK, 2));
    assertThat(ships.rows(SHIP)).containsExactly(row(SHIP, 1));
  }

  @Test
  void sync_oneUpstreamDown_leavesTheOtherAlone() {
    library.fail(what -> true, new UpstreamUnavailableException("fetch book: connection refused"));

    try (Application application = start()) {
      assertThatThrownBy(() -> sync(application, BOOK).sync(Mode.FULL))
          .isInstanceOf(UpstreamUnavailableException.class)
          .hasMessage("fetch book: connection refused");
      sync(application, SHIP).sync(Mode.FULL);
    }

    assertThat(books.rows(BOOK)).isEmpty();
    assertThat(ships.rows(SHIP)).hasSize(1);
  }

  @Test
  void sync_twoUpstreamsInOneState_areHealthyEachForItself() {
    library.fail(what -> true, new UpstreamUnavailableException("fetch book: connection refused"));

    try (Application application = start()) {
      assertThatThrownBy(() -> sync(application, BOOK).sync(Mode.FULL))
          .isInstanceOf(UpstreamUnavailableException.class);
      sync(application, SHIP).sync(Mode.FULL);

      assertThat(failures(application, BOOK)).containsExactly(1L);
      assertThat(failures(application, SHIP)).containsExactly(0L);
    }
  }

  private static List<Long> failures(Application application, EntityType type) {
    return application
        .get(Key.get(UpstreamHealth.class, Names.named(type.name())))
        .endpoints()
        .stream()
        .map(EndpointHealth::failures)
        .toList();
  }

  private Application start() {
    return Application.start(
        new AmbientModule(ManualClock.at(NOW), Listener.NONE),
        new StateModule(SyncState.schema()),
        new InMemoryStateModule(SyncState.schema()),
        new OneUpstream(BOOK, library, books),
        new OneUpstream(SHIP, harbour, ships));
  }

  private static SyncReplica sync(Application application, EntityType type) {
    return application.get(Key.get(SyncReplica.class, Names.named(type.name())));
  }

  private static EntityType type(String name) {
    return EntityType.named(name)
        .key("id")
        .integer("id")
        .instant("updated", Precision.SECONDS)
        .version("updated")
        .build();
  }

  private static Row row(EntityType type, long id) {
    return Row.of(type, Map.of("id", id, "updated", NOW.minusSeconds(id)));
  }

  private static final class OneUpstream extends PrivateModule {

    private final EntityType type;
    private final Upstream upstream;
    private final InMemoryReplica replica;

    OneUpstream(EntityType type, Upstream upstream, InMemoryReplica replica) {
      this.type = type;
      this.upstream = upstream;
      this.replica = replica;
    }

    @Override
    protected void configure() {
      install(new SyncModule(Schema.of(type.name(), type), SyncPolicy.defaults()));
      bind(Upstream.class).toInstance(upstream);
      bind(ReplicaStore.class).toInstance(replica);
      bind(CursorStore.class).toInstance(replica.cursors());
      bind(SyncJournal.class).toInstance(new InMemorySyncJournal());
      Key<UpstreamHealth> health = Key.get(UpstreamHealth.class, Names.named(type.name()));
      bind(health).to(UpstreamHealth.class);
      expose(health);
      Key<SyncReplica> exposed = Key.get(SyncReplica.class, Names.named(type.name()));
      bind(exposed).to(SyncReplica.class);
      expose(exposed);
    }
  }
}
