package dev.tidemark.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.inject.AbstractModule;
import com.google.inject.Key;
import com.google.inject.TypeLiteral;
import com.google.inject.multibindings.Multibinder;
import dev.tidemark.core.event.Event;
import dev.tidemark.core.feed.Follower;
import dev.tidemark.core.feed.Followers;
import dev.tidemark.core.feed.Position;
import dev.tidemark.core.job.JobEvent;
import dev.tidemark.core.job.JobResult;
import dev.tidemark.core.job.JobTypes;
import dev.tidemark.core.job.Jobs;
import dev.tidemark.core.job.RunRecord;
import dev.tidemark.core.rollup.ChangesRollup;
import dev.tidemark.core.rollup.PlacedRollup;
import dev.tidemark.core.rollup.RollupCell;
import dev.tidemark.core.rollup.RollupDefinition;
import dev.tidemark.core.rollup.RollupEvent;
import dev.tidemark.core.rollup.RollupPlan;
import dev.tidemark.core.rollup.RollupPolicy;
import dev.tidemark.core.rollup.Rollups;
import dev.tidemark.core.rollup.Span;
import dev.tidemark.core.rollup.spi.RollupStore;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.state.StateSchema;
import dev.tidemark.core.sync.SyncState;
import dev.tidemark.core.sync.spi.Leadership;
import dev.tidemark.testkit.contract.RollupFixture.Part;
import dev.tidemark.testkit.fake.InMemoryRollupStore;
import dev.tidemark.testkit.fake.SetLeadership;
import dev.tidemark.testkit.time.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The rollup of changes in two places: one that only the leader keeps, and one that all keep. */
final class RollupJobModuleTest {

  private static final int LOOKS = 1_000;
  private static final int GLANCE_MILLIS = 20;
  private static final Instant NOW = Instant.parse("2026-04-16T08:30:00Z");
  private static final Instant HOUR = Instant.parse("2026-04-16T08:00:00Z");
  private static final RollupPlan PLAN = ChangesRollup.plan();
  private static final Duration DAY = Duration.ofDays(1);

  private final ManualClock clock = ManualClock.at(NOW);
  private final InMemoryRollupStore led = store("replica");
  private final InMemoryRollupStore shared = store("state");
  private final SetLeadership leadership = new SetLeadership();
  private final Queue<String> steps = new ConcurrentLinkedQueue<>();
  private final BlockingQueue<JobEvent> ended = new LinkedBlockingQueue<>();
  private final List<JobEvent> seen = new ArrayList<>();
  private final Queue<RollupEvent.Checked> checked = new ConcurrentLinkedQueue<>();
  @AutoClose private final Application application = start();

  private InMemoryRollupStore store(String name) {
    return new InMemoryRollupStore(name, List.of(ChangesRollup.FEED), clock);
  }

  @Test
  void start_beforeTheJobs_asksNoStore() {
    assertThat(application.get(Rollups.class).all()).hasSize(2);
    assertThat(steps).isEmpty();
  }

  @Test
  void rollup_neverFilled_isFilledAndThenTakesInWhatHasChanged() throws InterruptedException {
    change(1, 2, 3);
    JobResult first = succeeded("rollup", "changes@replica");
    assertThat(first.notes()).containsKey("filled");
    assertThat(cells(led)).containsExactly(cell(3));

    change(4);
    clock.advance(Duration.ofMinutes(5));
    JobResult second = succeeded("rollup", "changes@replica");

    assertThat(second).isEqualTo(new JobResult(1, Map.of("watermark", "4")));
    assertThat(cells(led)).containsExactly(cell(4));
  }

  @Test
  void rollup_nothingHasChanged_isNothing() throws InterruptedException {
    change(1);
    succeeded("rollup", "changes@replica");
    clock.advance(Duration.ofMinutes(5));

    assertThat(succeeded("rollup", "changes@replica")).isEqualTo(JobResult.NOTHING);
  }

  @Test
  void rollup_triggersDropped_isFilledAnewByTheNextProcess() throws InterruptedException {
    change(1, 2);
    succeeded("rollup", "changes@replica");
    led.removeCell(PLAN, cell(2));
    led.drop(PLAN, Part.SOURCE_TRIGGER);
    clock.advance(Duration.ofMinutes(5));
    try (Application next = start()) {
      assertThat(succeeded(next.get(Jobs.class), "rollup", "changes@replica").notes())
          .containsKey("filled");
    }

    assertThat(cells(led)).containsExactly(cell(2));
  }

  @Test
  void rollup_whileAnotherIsAtIt_saysSoAndIsNoFailure() throws InterruptedException {
    led.prepare(PLAN);
    led.leases(PLAN).acquire("somebody", Duration.ofMinutes(1));

    assertThat(succeeded("rollup", "changes@replica").notes().get("busy"))
        .contains("somebody")
        .contains("until 2026-04-16T08:31:00Z");
  }

  @Test
  void rollup_storeThatIsAway_failsWithTheReason() throws InterruptedException {
    led.goAway();
    Jobs jobs = application.get(Jobs.class);
    jobs.tend();

    RunRecord run = next(jobs, JobEvent.JobFailed.class, "rollup", "changes@replica").run();
    assertThat(run.failure().orElseThrow().message()).contains("at replica: nobody answers");
    assertThat(run.nextTry()).isPresent();
    assertThat(result("rollup", "changes@state").notes()).containsKey("filled");
  }

  /** Whoever repairs needs the lease, which the other job takes when both are due. */
  @Test
  void rollupVerify_cellThatIsWrong_isToldAndRepaired() throws InterruptedException {
    change(1, 2);
    JobResult found;
    try (Application verifying = start(new RollupJobModule.Cadence(DAY.multipliedBy(3), DAY))) {
      Jobs jobs = verifying.get(Jobs.class);
      succeeded(jobs, "rollup", "changes@replica");
      result(jobs, "rollup-verify", "changes@replica");
      led.putCell(PLAN, cell(7));
      clock.advance(DAY);
      found = succeeded(jobs, "rollup-verify", "changes@replica");
    }

    assertThat(found.rows()).isEqualTo(1);
    assertThat(found.notes()).containsEntry("mismatches", "1").containsEntry("cells", "1");
    assertThat(checked)
        .filteredOn(event -> event.place().equals("replica") && event.result().mismatches() > 0)
        .singleElement()
        .satisfies(event -> assertThat(event.result().repaired()).isTrue());
    assertThat(cells(led)).containsExactly(cell(2));
  }

  @Test
  void rollupVerify_neverFilled_waitsForTheOtherJob() throws InterruptedException {
    led.before(
        step -> {
          if (step.startsWith("acquire")) {
            throw new IllegalStateException("only looked at");
          }
        });
    assertThat(succeeded("rollup-verify", "changes@replica").notes()).containsKey("not yet");
  }

  @Test
  void rollupRetire_rollupThatIsNoneOfTheseAnyMore_isLetGo() throws InterruptedException {
    RollupPlan former =
        RollupPlan.of(
            RollupDefinition.named("former")
                .of(ChangesRollup.FEED.name(), "at")
                .count("changes")
                .build(),
            List.of(ChangesRollup.FEED));
    led.prepare(former);
    change(1);
    assertThat(led.table(former).standing().queued()).isEqualTo(1);

    assertThat(succeeded("rollup-retire", "replica")).isEqualTo(JobResult.NOTHING);

    change(2);
    assertThat(led.table(former).standing().queued()).isZero();
  }

  @Test
  void jobs_ofOneWhoDoesNotLead_keepWhatEveryoneKeeps() throws InterruptedException {
    leadership.set(false);
    application.get(Jobs.class).tend();

    assertThat(result("rollup", "changes@state").notes()).containsKey("filled");
    assertThat(steps).isNotEmpty().noneMatch(step -> step.startsWith("replica"));
  }

  @Test
  void followers_arePlacedBeforeEverythingUntilComplete() throws InterruptedException {
    change(1, 2, 3);
    assertThat(followers()).allMatch(each -> each.equals(at(0))).hasSize(2);

    succeeded("rollup", "changes@replica");
    result("rollup", "changes@state");

    assertThat(followers()).containsExactly(at(3), at(0));
  }

  private List<Follower> followers() {
    return application.get(Key.get(new TypeLiteral<Set<Followers>>() {})).stream()
        .flatMap(each -> each.now().stream())
        .toList();
  }

  private static Follower at(long position) {
    return new Follower("rollup changes", new Position(position), true);
  }

  /** Looks once, and waits for what became of a job. */
  private JobResult succeeded(String job, String scope) throws InterruptedException {
    return succeeded(application.get(Jobs.class), job, scope);
  }

  private JobResult succeeded(Jobs jobs, String job, String scope) throws InterruptedException {
    jobs.tend();
    return result(jobs, job, scope);
  }

  private JobResult result(String job, String scope) throws InterruptedException {
    return result(application.get(Jobs.class), job, scope);
  }

  private JobResult result(Jobs jobs, String job, String scope) throws InterruptedException {
    return next(jobs, JobEvent.JobSucceeded.class, job, scope).run().result();
  }

  /**
   * The first of this kind that was not asked for before. A run that is told of may not have left
   * its thread, so that is looked again.
   */
  private <E extends JobEvent> E next(Jobs jobs, Class<E> kind, String job, String scope)
      throws InterruptedException {
    for (int look = 0; look < LOOKS; look++) {
      JobEvent event = ended.poll(GLANCE_MILLIS, TimeUnit.MILLISECONDS);
      if (event == null) {
        jobs.tend();
      } else {
        seen.add(event);
      }
      Optional<JobEvent> found =
          seen.stream().filter(each -> kind.isInstance(each) && isOf(each, job, scope)).findFirst();
      if (found.isPresent()) {
        seen.remove(found.get());
        return kind.cast(found.get());
      }
    }
    throw new AssertionError("no end of %s %s, but %s".formatted(job, scope, seen));
  }

  private static boolean isOf(JobEvent event, String job, String scope) {
    RunRecord record =
        event instanceof JobEvent.JobFailed failed
            ? failed.run()
            : ((JobEvent.JobSucceeded) event).run();
    return record.run().job().equals(job) && record.run().scope().equals(scope);
  }

  private void change(long... positions) {
    for (long position : positions) {
      led.source()
          .put(
              Row.of(
                  ChangesRollup.FEED,
                  Map.of(
                      "position",
                      position,
                      "type",
                      "net",
                      "key",
                      "1",
                      "kind",
                      "insert",
                      "cycle",
                      1L,
                      "at",
                      HOUR.plusSeconds(position))));
    }
  }

  private static RollupCell cell(long changes) {
    return new RollupCell(HOUR, List.of("net", "insert"), List.of(changes));
  }

  private static List<RollupCell> cells(InMemoryRollupStore store) {
    return store
        .table(PLAN)
        .read(
            new Span(HOUR, HOUR.plusSeconds(3_600)),
            found -> {
              List<RollupCell> all = new ArrayList<>();
              found.forEachRemaining(all::add);
              return all;
            });
  }

  private Application start() {
    return start(new RollupJobModule.Cadence(Duration.ofMinutes(5), DAY));
  }

  private Application start(RollupJobModule.Cadence cadence) {
    leadership.set(true);
    led.before(step -> steps.add("replica " + step));
    shared.before(step -> steps.add("state " + step));
    StateSchema state = SyncState.with(JobTypes.strongTypes(), List.of());
    return Application.start(
        new AmbientModule(clock, this::heard),
        new InMemoryStateModule(state),
        new StateModule(state),
        new JobModule("here"),
        new RollupModule(
            List.of(new PlacedRollup(PLAN, "replica"), new PlacedRollup(PLAN, "state")),
            "process 1 on node",
            () -> RollupPolicy.DEFAULTS),
        new RollupJobModule(() -> RollupPolicy.DEFAULTS, cadence, Set.of("state")),
        new Ports());
  }

  private void heard(Event event) {
    if (event instanceof JobEvent.JobSucceeded succeeded) {
      ended.add(succeeded);
    } else if (event instanceof JobEvent.JobFailed failed) {
      ended.add(failed);
    } else if (event instanceof RollupEvent.Checked check) {
      checked.add(check);
    }
  }

  private final class Ports extends AbstractModule {

    @Override
    protected void configure() {
      bind(Leadership.class).toInstance(leadership);
      Multibinder<RollupStore> stores = Multibinder.newSetBinder(binder(), RollupStore.class);
      stores.addBinding().toInstance(led);
      stores.addBinding().toInstance(shared);
    }
  }
}
