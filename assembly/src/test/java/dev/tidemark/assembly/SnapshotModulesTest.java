package dev.tidemark.assembly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.inject.AbstractModule;
import dev.tidemark.core.event.Event;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Schema;
import dev.tidemark.core.snapshot.PublicationStanding;
import dev.tidemark.core.snapshot.PublishedSnapshot;
import dev.tidemark.core.snapshot.Publisher;
import dev.tidemark.core.snapshot.PublisherPolicy;
import dev.tidemark.core.snapshot.SignedManifest;
import dev.tidemark.core.snapshot.SnapshotEvent;
import dev.tidemark.core.snapshot.SnapshotManifest;
import dev.tidemark.core.snapshot.SnapshotPlan;
import dev.tidemark.core.snapshot.SnapshotTypes;
import dev.tidemark.core.snapshot.StoredTargets;
import dev.tidemark.core.snapshot.Subscriber;
import dev.tidemark.core.snapshot.SubscriberPolicy;
import dev.tidemark.core.snapshot.Target;
import dev.tidemark.core.snapshot.TargetStanding;
import dev.tidemark.core.snapshot.spi.SnapshotStore;
import dev.tidemark.core.snapshot.spi.SnapshotTransport;
import dev.tidemark.core.snapshot.spi.TargetProvider;
import dev.tidemark.core.state.StateSchema;
import dev.tidemark.core.sync.SyncState;
import dev.tidemark.core.sync.spi.Leadership;
import dev.tidemark.testkit.fake.InMemoryNetwork;
import dev.tidemark.testkit.fake.InMemorySnapshotStore;
import dev.tidemark.testkit.fake.SnapshotDisk;
import dev.tidemark.testkit.fake.SnapshotHop.Step;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** One application that publishes, and one that takes what it gets. */
final class SnapshotModulesTest {

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String EDGE = "memory:1";
  private static final SnapshotPlan PLAN =
      new SnapshotPlan(
          "public",
          Schema.of("library", EntityType.named("book").key("id").integer("id").build()),
          List.of(),
          "0".repeat(64));

  private final InMemoryNetwork network = new InMemoryNetwork();
  private final InMemorySnapshotStore built = new InMemorySnapshotStore(new SnapshotDisk());
  private final InMemorySnapshotStore taken = new InMemorySnapshotStore(new SnapshotDisk());
  private final StateSchema schema =
      SyncState.with(SnapshotTypes.strongTypes(), SnapshotTypes.weakTypes());
  private final InMemoryStateModule state = new InMemoryStateModule(schema);
  private final Queue<Event> events = new ConcurrentLinkedQueue<>();

  @AutoClose
  private final Application edge =
      Application.start(
          new AmbientModule(Clock.systemUTC(), events::add),
          new Ports(taken, network.transport("edge-1", EDGE)),
          new SubscriberModule(SubscriberPolicy.taking("public")));

  @Test
  void start_bothSides_bringsWhatIsNewToTheEdge() {
    edge.get(SubscriberListening.class).start();
    try (Application origin = origin(stored -> () -> List.of(target("edge-1")))) {
      origin.get(Publisher.class).start();
      await().atMost(PATIENCE).until(() -> hasNewest(origin));

      built.source(plan -> "more".getBytes(StandardCharsets.UTF_8));
      built.touch();
      origin.get(Publisher.class).sourceChanged();
      await()
          .atMost(PATIENCE)
          .until(() -> taken.shelf("public").generations().size() == 2 && hasNewest(origin));
    }
    assertThat(events).hasAtLeastOneElementOfType(SnapshotEvent.Installed.class);
  }

  private boolean hasNewest(Application origin) {
    PublicationStanding standing = origin.get(Publisher.class).standings().get(0);
    return standing.newest().isPresent()
        && standing.targets().stream().allMatch(TargetStanding::isCurrent)
        && taken.shelf("public").serving().map(SignedManifest::manifest).equals(standing.newest());
  }

  @Test
  void targets_inTheState_areThoseOfThePublisher() {
    edge.get(SubscriberListening.class).start();
    try (Application origin = origin(stored -> stored)) {
      origin.get(StoredTargets.class).add(target("edge-2"));

      assertThat(origin.get(Publisher.class).publishOnce("public").targets())
          .singleElement()
          .satisfies(outcome -> assertThat(outcome.isGood()).isTrue());
    }
  }

  @Test
  void start_neverCalled_buildsAndPushesNothing() {
    edge.get(SubscriberListening.class).start();
    try (Application origin = origin(stored -> () -> List.of(target("edge-1")))) {
      assertThat(origin.get(Publisher.class).standings())
          .singleElement()
          .satisfies(standing -> assertThat(standing.newest()).isEmpty());
    }
    assertThat(built.shelf("public").generations()).isEmpty();
    assertThat(events).isEmpty();
  }

  /** A push that stands still ends with the application, and soon. */
  @Test
  void close_whileATargetHangs_interruptsThePush() {
    edge.get(SubscriberListening.class).start();
    network.gate(EDGE, Step.DATA);
    Application origin = origin(stored -> () -> List.of(target("edge-1")));
    origin.get(Publisher.class).start();
    await().atMost(PATIENCE).until(() -> isPushing(origin));

    origin.close();

    assertThat(built.open()).isZero();
    assertThat(taken.shelf("public").serving()).isEmpty();
  }

  private static boolean isPushing(Application origin) {
    return origin.get(Publisher.class).standings().get(0).targets().stream()
        .anyMatch(TargetStanding::pushing);
  }

  @Test
  void signer_isAskedForWhatIsBuilt() {
    edge.get(SubscriberListening.class).start();
    SignedManifest.Signature signature = new SignedManifest.Signature("key", "value");
    try (Application origin =
        origin(
            stored -> () -> List.of(target("edge-1")),
            manifest -> new SignedManifest(manifest, Optional.of(signature)))) {
      origin.get(Publisher.class).publishOnce("public");
    }
    assertThat(taken.shelf("public").serving().flatMap(SignedManifest::signature))
        .contains(signature);
  }

  @Test
  void listening_startedTwice_isRefused() {
    SubscriberListening listening = edge.get(SubscriberListening.class);
    assertThat(listening.start()).isEqualTo(EDGE);

    assertThatThrownBy(listening::start).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void listening_closed_leavesThePlaceToAnother() {
    edge.get(SubscriberListening.class).start();
    edge.close();

    try (Application next =
        Application.start(
            new AmbientModule(Clock.systemUTC(), events::add),
            new Ports(taken, network.transport("edge-1", EDGE)),
            new SubscriberModule(SubscriberPolicy.taking("public")))) {
      assertThat(next.get(SubscriberListening.class).start()).isEqualTo(EDGE);
      assertThat(next.get(Subscriber.class).status().names()).containsKey("public");
    }
  }

  private static Target target(String name) {
    return new Target("public", name, Target.Strategy.TIDEMARK, EDGE, true);
  }

  private Application origin(Function<StoredTargets, TargetProvider> targets) {
    return origin(targets, SignedManifest::unsigned);
  }

  private Application origin(
      Function<StoredTargets, TargetProvider> targets,
      Function<SnapshotManifest, SignedManifest> signer) {
    PublisherPolicy quick =
        PublisherPolicy.DEFAULTS
            .settling(Duration.ofMillis(10), Duration.ofMillis(100))
            .polling(Duration.ofMillis(50));
    return Application.start(
        new AmbientModule(Clock.systemUTC(), event -> {}),
        new StateModule(schema),
        state,
        new Ports(built, network.transport("origin")),
        new PublisherModule(List.of(PublishedSnapshot.built(PLAN)), targets, () -> quick, signer));
  }

  /** What the modules need of adapters. */
  private static final class Ports extends AbstractModule {

    private final SnapshotStore store;
    private final SnapshotTransport transport;

    Ports(SnapshotStore store, SnapshotTransport transport) {
      this.store = store;
      this.transport = transport;
    }

    @Override
    protected void configure() {
      bind(SnapshotStore.class).toInstance(store);
      bind(SnapshotTransport.class).toInstance(transport);
      bind(Leadership.class).toInstance(Leadership.always());
    }
  }
}
