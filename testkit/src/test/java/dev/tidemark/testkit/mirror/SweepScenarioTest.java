package dev.tidemark.testkit.mirror;

import static dev.tidemark.core.mirror.MirrorState.CONNECTING;
import static dev.tidemark.core.mirror.MirrorState.DEGRADED;
import static dev.tidemark.core.mirror.MirrorState.LIVE;
import static dev.tidemark.core.mirror.MirrorState.SETUP_FAILED;
import static dev.tidemark.testkit.mirror.MirrorBench.key;
import static dev.tidemark.testkit.mirror.MirrorBench.org;
import static dev.tidemark.testkit.mirror.MirrorBench.orgs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.tidemark.core.InvalidConfigurationException;
import dev.tidemark.core.MirrorSetupException;
import dev.tidemark.core.mirror.Comparison;
import dev.tidemark.core.mirror.MirrorEvent;
import dev.tidemark.core.mirror.MirrorPolicy;
import dev.tidemark.core.mirror.MirrorPorts;
import dev.tidemark.core.mirror.Mirrors;
import dev.tidemark.core.mirror.RefusedRow;
import dev.tidemark.core.mirror.RepairRequest;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.time.Ambient;
import dev.tidemark.testkit.contract.Sample;
import dev.tidemark.testkit.fake.InMemoryMirror;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The acceptance scenarios of what mirrors are to do, from the tenth on. */
final class SweepScenarioTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration INTERVAL = MirrorBench.VERIFIED.plusMinutes(1);

  private final MirrorBench bench = new MirrorBench();

  @Test
  void scenario10_rowAddedWhileItSweeps_stays() {
    bench.started(org(1));
    bench.database.put(org(5, "stray"));
    bench.once("fingerprints org", () -> bench.live(org(7)));

    bench.pass(INTERVAL);

    bench.assertEqual();
    assertThat(bench.drift()).isEqualTo(1);
    assertThat(bench.database.rows(Sample.ORG)).containsExactly(org(1), org(7));
  }

  @Test
  void scenario11_rowComesBackWhileItSweeps_isThere() {
    bench.started(org(1));
    bench.database.put(org(5, "stray"));
    boolean[] came = {false};
    List<String> steps = new ArrayList<>();
    bench.database.before(
        step -> {
          boolean isFound = steps.contains("fingerprints org");
          steps.add(step);
          if (isFound && step.equals("write") && !came[0]) {
            came[0] = true;
            bench.replica.live(org(5));
          }
        });

    bench.pass(INTERVAL);

    assertThat(came[0]).isTrue();
    assertThat(bench.database.rows(Sample.ORG)).containsExactly(org(1), org(5));
    bench.assertEqual();
  }

  @Test
  void scenario12_badRow_isQuarantinedAndAllElseIsThere() {
    bench.database.refuse(Sample.ORG, key(3L));
    bench.replica.live(orgs(9));
    bench.replica.live(Sample.word("w", ""));
    bench.start();

    bench.assertState(DEGRADED);
    assertThat(bench.database.rows(Sample.ORG)).hasSize(8);
    assertThat(bench.database.rows(Sample.WORD)).hasSize(1);
    assertThat(bench.mirror().quarantined())
        .extracting(RefusedRow::type, RefusedRow::key, RefusedRow::reason)
        .containsExactly(tuple("org", "3", "write org 3: somebody has put a rule there"));
    assertThat(bench.told.events(MirrorEvent.RowQuarantined.class)).hasSize(1);
    bench.database.refuseNone();
    bench.pass(Duration.ofMinutes(11));

    bench.assertState(LIVE);
    bench.assertEqual();
    assertThat(bench.mirror().quarantined()).isEmpty();
    assertThat(bench.told.events(MirrorEvent.RowReleased.class)).hasSize(1);
    assertThat(bench.drift()).as("a refused row is no drift").isZero();
  }

  /** It is not tried again for the sake of that: the change has brought it. */
  @Test
  void scenario12_badRowThatIsMended_isReleasedWithTheChange() {
    bench.started(orgs(3));
    bench.database.refuse(Sample.ORG, key(2L));
    bench.live(Sample.live(Sample.ORG, 2, 2, "name", "bad"));
    bench.assertState(DEGRADED);
    bench.database.refuseNone();

    bench.live(Sample.live(Sample.ORG, 2, 3, "name", "good"));

    assertThat(bench.mirror().quarantined()).isEmpty();
    bench.assertState(LIVE);
    bench.assertEqual();
  }

  @Test
  void scenario12_tableThatFails_isRetriedAloneAndTold() {
    bench.replica.live(org(1));
    bench.replica.live(Sample.word("w", ""));
    bench.failOnce("load org", new MirrorSetupException("no such column", null));

    bench.start();
    bench.assertState(DEGRADED);
    assertThat(bench.mirror().status().standing().reason()).isEqualTo("org: no such column");
    assertThat(bench.database.rows(Sample.WORD)).hasSize(1);
    assertThat(bench.told.events(MirrorEvent.TableFailed.class)).hasSize(1);
    bench.pass(MINUTE);

    bench.assertState(LIVE);
    bench.assertEqual();
  }

  @Test
  void scenario14_oneRowLessAndOneMore_isDetected() {
    bench.started(orgs(5));
    bench.database.remove(Sample.ORG, key(3L));
    bench.database.put(org(9));

    Comparison found = bench.mirror().verify(List.of(Sample.ORG)).get(0);

    assertThat(List.of(found.missing(), found.extra(), found.different()))
        .containsExactly(1L, 1L, 0L);
    bench.pass(MINUTE);
    bench.assertEqual();
  }

  /** The digest cuts to what a mirror stores. */
  @Test
  void scenario15_instantsThatDifferBelowThePrecision_areEqual() {
    Row sharp = Sample.of(Sample.EVERY, "id", 1L, "nanos", Sample.day(1).plusNanos(123_456_789));
    bench.started(sharp);
    bench.database.put(
        Sample.of(Sample.EVERY, "id", 1L, "nanos", Sample.day(1).plusNanos(123_456_000)));

    assertThat(bench.mirror().verify(List.of(Sample.EVERY))).allMatch(Comparison::isEqual);
    List<String> steps = bench.steps();
    bench.pass(INTERVAL);

    assertThat(MirrorBench.writes(steps)).isEmpty();
    assertThat(bench.drift()).isZero();
  }

  @Test
  void scenario16_compositeAndCaseVariantKeysAndNulls_areHandled() {
    bench.started(
        Sample.word("a", ""),
        Sample.word("A", ""),
        Sample.word("a ", ""),
        Sample.word("\uFF21", ""),
        Sample.word("\uD83D\uDE00", ""),
        Sample.port(1, "eth\"0,", "x", 1),
        Sample.port(1, "ETH\"0,", "x", 1),
        Sample.of(Sample.EVERY, "id", -1L, "millis", null));

    assertThat(bench.mirror().verify(bench.schema.types())).allMatch(Comparison::isEqual);
  }

  @Test
  void scenario17_processThatEndsInTheMiddleOfACopy_goesOnAtItsCursor() {
    int rows = 10_050;
    bench.replica.live(orgs(rows));
    int[] loads = {0};
    bench.database.before(
        step -> {
          if (step.equals("load org") && ++loads[0] == 2) {
            throw MirrorBench.gone();
          }
        });
    bench.start();
    bench.assertState(CONNECTING);
    assertThat(bench.database.rows(Sample.ORG)).hasSize(10_000);
    bench.told.clear();

    bench.restart();

    bench.assertState(LIVE);
    bench.assertEqual();
    assertThat(bench.told.events(MirrorEvent.CopyEnded.class))
        .filteredOn(event -> event.type().equals(Sample.ORG))
        .extracting(MirrorEvent.CopyEnded::rows)
        .containsExactly(50L);
  }

  @Test
  void scenario18_tablesCannotBeMade_nothingIsWritten() {
    List<String> steps = new ArrayList<>();
    bench.database.before(
        step -> {
          steps.add(step);
          if (step.equals("prepare")) {
            throw new MirrorSetupException("column name cannot be changed", null);
          }
        });
    bench.start();
    bench.pass(Duration.ofSeconds(1));

    bench.assertState(SETUP_FAILED);
    assertThat(bench.mirror().status().standing().reason())
        .isEqualTo("column name cannot be changed");
    assertThat(steps).doesNotContain("write");
  }

  @Test
  void scenario19_wiring_asksNothing() {
    List<String> steps = bench.steps();

    bench.open();
    bench.mirror().status();
    bench.mirror().place();
    bench.mirror().quarantined();

    assertThat(steps).isEmpty();
  }

  @Test
  void scenario20_moreThanTheShareIsExtra_isRefusedAndTold() {
    bench.started(orgs(20));
    for (long id = 101; id <= 120; id++) {
      bench.database.put(org(id));
    }
    bench.pass(INTERVAL);

    bench.assertState(DEGRADED);
    assertThat(bench.database.rows(Sample.ORG)).hasSize(40);
    assertThat(bench.mirror().status().standing().reason())
        .isEqualTo(
            "org: 20 of 40 rows are not in the replica, more than 20.0%: see whether the replica"
                + " is whole");
    bench.mirror().repair(new RepairRequest(List.of(Sample.ORG), false, 1));
    bench.pass(Duration.ofSeconds(2));

    bench.assertState(LIVE);
    bench.assertEqual();
  }

  @Test
  void wiring_twoMirrorsOfOnePlace_isRefused() {
    InMemoryMirror place = new InMemoryMirror();

    assertThatThrownBy(
            () ->
                Mirrors.of(
                    List.of(
                        place.newTarget("a"), place.newTarget("b"), bench.database.newTarget("a")),
                    new MirrorPorts(
                        bench.schema,
                        bench.replica,
                        bench.replica,
                        bench.leadership,
                        bench.state()),
                    name -> MirrorPolicy.defaults(),
                    new Ambient(bench.clock, bench.scheduler, new Random(1)),
                    Runnable::run,
                    bench.told))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining("mirrors a and b are the same tables")
        .hasMessageContaining("two mirrors are called a");
  }
}
