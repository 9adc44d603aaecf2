package dev.tidemark.testkit.job;

import static dev.tidemark.testkit.job.JobBench.MINUTE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.core.StorageException;
import dev.tidemark.core.job.Attempts;
import dev.tidemark.core.job.Job;
import dev.tidemark.core.job.JobEvent.JobAbandoned;
import dev.tidemark.core.job.JobEvent.JobSucceeded;
import dev.tidemark.core.job.JobResult;
import dev.tidemark.core.job.JobRun;
import dev.tidemark.core.job.Jobs;
import dev.tidemark.core.job.Timing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * Any history of three processes that run one job: they fail, freeze and die, and somebody may set
 * the clock meanwhile. No plan has success twice, no two run at once unless the first was given up,
 * and in the end the plan of now is done.
 */
final class JobModelTest {

  private static final int PROCESSES = 3;
  private static final Duration CADENCE = MINUTE.multipliedBy(10);
  private static final Attempts THREE = new Attempts(3, List.of(MINUTE, CADENCE.plus(MINUTE)));

  private sealed interface Step {}

  /** Time passes, for clock and timers alike. */
  private record Pass(int minutes) implements Step {}

  /** The clock alone is set: a process that works meanwhile was frozen. */
  private record Set(int minutes) implements Step {}

  /** A process looks; if it runs a plan, this happens in its middle, and it ends so. */
  private record Look(int process, End end, List<Step> meanwhile) implements Step {}

  private enum End {
    SUCCEEDS,
    FAILS,
    DIES
  }

  private final class World {

    private final JobBench bench = new JobBench();
    private final Deque<Look> looks = new ArrayDeque<>();
    private final List<JobRun> active = new ArrayList<>();
    private final List<JobRun> overlapping = new ArrayList<>();
    private final List<Jobs> processes;

    World(Timing timing) {
      Job job = Job.every(CADENCE, "job", this::run).timed(timing).tried(THREE);
      processes =
          IntStream.range(0, PROCESSES).mapToObj(i -> bench.process("process " + i, job)).toList();
    }

    private JobResult run(JobRun run) {
      active.stream().filter(other -> !givenUp().contains(other)).forEach(overlapping::add);
      active.add(run);
      Look look = looks.peek();
      try {
        look.meanwhile().forEach(this::apply);
      } finally {
        active.remove(run);
      }
      if (look.end() == End.FAILS) {
        throw new IllegalStateException("no luck");
      }
      if (look.end() == End.DIES) {
        bench.strong.failNext(new StorageException("died", false));
      }
      return JobResult.of(1);
    }

    private List<JobRun> givenUp() {
      return bench.told.events(JobAbandoned.class).stream()
          .map(event -> event.run().run())
          .toList();
    }

    void apply(Step step) {
      if (step instanceof Pass pass) {
        bench.pass(MINUTE.multipliedBy(pass.minutes()));
      } else if (step instanceof Set set) {
        bench.clock.advance(MINUTE.multipliedBy(set.minutes()));
      } else if (step instanceof Look look) {
        looks.push(look);
        processes.get(look.process()).tend();
        looks.pop();
        Thread.interrupted();
      }
    }

    /** Everything goes well until the plan of now is done, or for long enough. */
    void settle() {
      for (int i = 0; i < 60 && !isDone(); i++) {
        apply(new Pass(10));
        apply(new Look(i % PROCESSES, End.SUCCEEDS, List.of()));
        apply(new Look((i + 1) % PROCESSES, End.SUCCEEDS, List.of()));
      }
    }

    boolean isDone() {
      Instant now = bench.clock.instant();
      return succeeded().stream()
          .anyMatch(plan -> plan.isAfter(now.minus(CADENCE)) && !plan.isAfter(now));
    }

    List<Instant> succeeded() {
      return bench.told.events(JobSucceeded.class).stream()
          .map(event -> event.run().run().plan())
          .toList();
    }
  }

  @Property(tries = 40, edgeCases = EdgeCasesMode.NONE)
  void latestOnly_whateverHappens_isDoneOnceAndInTheEnd(@ForAll("histories") List<Step> steps) {
    isDoneOnceAndInTheEnd(Timing.every(CADENCE), steps);
  }

  @Property(tries = 40, edgeCases = EdgeCasesMode.NONE)
  void everyPlan_whateverHappens_isDoneOnceAndInTheEnd(@ForAll("histories") List<Step> steps) {
    isDoneOnceAndInTheEnd(Timing.every(CADENCE).everyPlan(CADENCE.multipliedBy(12), 3), steps);
  }

  private void isDoneOnceAndInTheEnd(Timing timing, List<Step> steps) {
    World world = new World(timing);
    steps.forEach(world::apply);
    world.settle();

    assertThat(world.overlapping).isEmpty();
    assertThat(world.succeeded()).doesNotHaveDuplicates();
    assertThat(world.isDone()).as("the plan of now is done").isTrue();
  }

  /** While nobody sets the clock, none overtakes another. */
  @Property(tries = 40, edgeCases = EdgeCasesMode.NONE)
  void everyPlan_clockNeverSet_isDoneInOrder(@ForAll("timely") List<Step> steps) {
    World world = new World(Timing.every(CADENCE).everyPlan(Duration.ofDays(3), 3));
    steps.forEach(world::apply);
    world.settle();

    assertThat(world.overlapping).isEmpty();
    assertThat(world.succeeded()).isSorted().doesNotHaveDuplicates();
  }

  @Provide
  Arbitrary<List<Step>> histories() {
    Arbitrary<Step> set = Arbitraries.integers().between(-40, 40).map(Set::new);
    return looksAnd(Arbitraries.oneOf(pass(), set));
  }

  @Provide
  Arbitrary<List<Step>> timely() {
    return looksAnd(pass());
  }

  private static Arbitrary<Step> pass() {
    return Arbitraries.integers().between(0, 25).map(Pass::new);
  }

  private static Arbitrary<List<Step>> looksAnd(Arbitrary<Step> simple) {
    Arbitrary<Step> inner = look(simple.list().ofMaxSize(3));
    Arbitrary<Step> outer = look(Arbitraries.oneOf(simple, inner).list().ofMaxSize(4));
    return Arbitraries.oneOf(simple, outer).list().ofMaxSize(12);
  }

  private static Arbitrary<Step> look(Arbitrary<List<Step>> meanwhile) {
    return Combinators.combine(
            Arbitraries.integers().between(0, PROCESSES - 1), Arbitraries.of(End.class), meanwhile)
        .as(Look::new);
  }
}
