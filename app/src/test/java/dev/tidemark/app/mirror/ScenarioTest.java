package dev.tidemark.app.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.tidemark.core.CancelledException;
import dev.tidemark.core.mirror.Backfilled;
import dev.tidemark.core.mirror.Comparison;
import dev.tidemark.core.mirror.MirrorEvent;
import dev.tidemark.core.mirror.MirrorState;
import dev.tidemark.core.mirror.RefusedRow;
import dev.tidemark.core.mirror.RepairRequest;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.sync.spi.Mode;
import dev.tidemark.core.sync.spi.Source;
import dev.tidemark.core.sync.spi.Staging;
import dev.tidemark.testkit.contract.Sample;
import dev.tidemark.testkit.mysql.MySqlServer;
import java.lang.Thread.State;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** The acceptance scenarios of mirrors, each under its number, on every server. */
@ParameterizedClass
@MethodSource("dev.tidemark.testkit.mysql.MySqlServer#all")
@Timeout(300)
final class ScenarioTest {

  @Parameter MySqlServer server;
  @TempDir Path directory;
  @AutoClose private Site site;

  @BeforeEach
  void site() {
    site = new Site(directory, server.createDatabase());
  }

  /** As with {@code enabled: false}: the application has no such mirror. */
  @Test
  void scenario01_disabled_noConnectionNoThreadNothingWaitsForIt() {
    Site without = new Site(directory.resolve("without"), server.createDatabase(), false);
    try (without) {
      Set<Thread> before = threads();
      without.start();
      without.apply(Site.orgs(1, 10));

      assertThat(without.mirrors().all()).isEmpty();
      assertThat(without.mirrors().followers().now()).isEmpty();
      assertThat(threads()).isSubsetOf(before);
      assertThat(without.link.connections()).isZero();

      site.start();
      site.await(MirrorState.LIVE);
      assertThat(threads()).as("of a mirror").anyMatch(thread -> !before.contains(thread));
    }
  }

  /** Those of mirrors alone: what else runs in this process comes and goes. */
  private static Set<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().contains("mirror"))
        .collect(Collectors.toSet());
  }

  @Test
  void scenario02_unreachableAtStart_primaryIsReadyAtOnce() {
    site.link.cut();
    site.start();
    site.apply(Sample.live(Sample.ORG, 1, 1));

    assertThat(site.reader().find(Sample.ORG, Sample.live(Sample.ORG, 1, 1).key())).isPresent();
    site.await(
        MirrorState.CONNECTING,
        standing -> {
          assertThat(standing.reason()).isNotBlank();
          assertThat(standing.nextTry()).isPresent();
        });
  }

  @Test
  void scenario03_unreachable_writesSucceedAndTheLagGrows() {
    site.start();
    site.awaitEqual();
    site.link.cut();
    for (int id = 1; id <= 1_000; id++) {
      site.apply(Sample.live(Sample.ORG, id, 1));
    }
    site.await(MirrorState.CONNECTING);

    assertThat(site.mirror().status().lag().changes()).isEqualTo(1_000);
    assertThat(site.mirror().status().lag().oldest()).isPresent();
  }

  @Test
  void scenario04_mirrorReturnsWithoutAWrite_isLive() {
    site.link.cut();
    site.apply(Site.orgs(1, 50));
    site.start();
    site.await(MirrorState.CONNECTING);

    site.link.heal();

    site.awaitEqual();
    assertThat(site.column(Sample.ORG, "id")).hasSize(50);
    assertThat(site.story.states())
        .startsWith(MirrorState.CONNECTING)
        .containsSubsequence(MirrorState.SETUP, MirrorState.CATCHING_UP, MirrorState.LIVE);
  }

  @Test
  void scenario05_insertUpdateDeleteInAnOutage_areCaughtUp() {
    site.apply(Site.orgs(1, 5));
    site.start();
    site.awaitEqual();
    site.link.cut();
    site.apply(Sample.live(Sample.ORG, 6, 1), Sample.live(Sample.ORG, 2, 3, "notes", "changed"));
    site.apply(Sample.dead(Sample.ORG, 3, 4));
    site.purge(Sample.ORG);
    site.await(MirrorState.CONNECTING);

    site.link.heal();

    site.awaitEqual();
    assertThat(site.column(Sample.ORG, "id")).containsExactly("1", "2", "4", "5", "6");
  }

  /** As if the statement of the first update had been lost. */
  @Test
  void scenario06_lostUpdateThenALaterOne_isFoundByTheNextVerification() {
    site.apply(Site.orgs(1, 5));
    site.start();
    site.awaitEqual();
    site.apply(Sample.live(Sample.ORG, 1, 2, "notes", "the first update"));
    site.awaitEqual();
    site.database.execute("UPDATE org SET notes = NULL, updated = '2026-01-02' WHERE id = 1");
    site.apply(Sample.live(Sample.ORG, 2, 9, "notes", "a later update"));
    site.story.clear();

    site.verifyEvery(Duration.ofMillis(1));

    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> site.column(Sample.ORG, "notes").contains("the first update"));
    site.verifyEvery(Duration.ZERO);
    site.awaitEqual();
    assertThat(site.story.of(MirrorEvent.TableRepaired.class).findFirst().orElseThrow().repaired())
        .matches(repaired -> repaired.found().different() == 1 && repaired.isDone());
  }

  @Test
  void scenario07_updatesInQuickSuccession_theLastOneWins() {
    site.start();
    site.await(MirrorState.LIVE);
    for (int i = 1; i <= 100; i++) {
      site.apply(Sample.live(Sample.ORG, 1, i, "notes", "update " + i));
    }

    site.awaitEqual();
    assertThat(site.column(Sample.ORG, "notes")).containsExactly("update 100");
  }

  @Test
  void scenario08_primaryRollsBack_mirrorNeverShowsTheRow() {
    site.start();
    site.await(MirrorState.LIVE);
    try (Staging staging = site.store().stage(Mode.INCREMENTAL)) {
      staging.sink(Sample.ORG, Source.LIVE).row(Sample.live(Sample.ORG, 666, 1));
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> site.store().apply(staging, site.plan(Map.of(), Optional.empty())))
          .isInstanceOf(CancelledException.class);
      assertThat(Thread.interrupted()).isTrue();
    }
    site.apply(Sample.live(Sample.ORG, 1, 1));

    site.awaitEqual();
    assertThat(site.column(Sample.ORG, "id")).containsExactly("1");
  }

  @Test
  void scenario09_mirrorFailsBehindTheCommit_primarySucceedsAndTheEntryIsRetried() {
    site.start();
    site.await(MirrorState.LIVE);
    for (int i = 1; i <= 30; i++) {
      site.apply(Sample.live(Sample.ORG, i, i));
      site.link.reset();
      site.apply(Sample.live(Sample.ORG, 1_000 + i, i));
      site.link.heal();
    }

    site.awaitEqual();
    assertThat(site.column(Sample.ORG, "id")).hasSize(60);
  }

  @Test
  void scenario10_rowsThatComeWhileSwept_arePresentAtTheEnd() {
    sweptAllTheTime();
    for (int round = 1; round <= 20; round++) {
      site.apply(Site.orgs(300 + round, 300 + round));
    }
    site.verifyEvery(Duration.ZERO);

    site.awaitEqual();
    assertThat(site.column(Sample.ORG, "id")).hasSize(320);
    assertThat(site.story.list(MirrorEvent.TableRepaired.class)).as("false alarms").isEmpty();
  }

  @Test
  void scenario11_rowThatGoesAndComesBackWhileSwept_isPresentAtTheEnd() {
    sweptAllTheTime();
    for (int round = 1; round <= 20; round++) {
      site.apply(Sample.dead(Sample.ORG, 7, 10 + 2 * round));
      site.purge(Sample.ORG);
      site.apply(Sample.live(Sample.ORG, 7, 11 + 2 * round));
    }
    site.verifyEvery(Duration.ZERO);

    site.awaitEqual();
    assertThat(site.column(Sample.ORG, "id")).hasSize(300).contains("7");
    assertThat(site.story.list(MirrorEvent.TableRepaired.class)).as("false alarms").isEmpty();
  }

  private void sweptAllTheTime() {
    site.apply(Site.orgs(1, 300));
    site.start();
    site.awaitEqual();
    site.verifyEvery(Duration.ofMillis(1));
  }

  @Test
  void scenario12_rowAgainstAConstraint_isQuarantinedAndTheRestGoesOn() {
    site.apply(Site.orgs(1, 50));
    site.apply(Sample.word("a", "x"));
    site.mirror().backfill();
    site.apply(Sample.live(Sample.IX, 1, 1, "org_id", 1L));
    site.database.execute(
        "CREATE TRIGGER no_seven BEFORE INSERT ON org FOR EACH ROW BEGIN"
            + " IF NEW.id = 107 THEN SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'no seven'; END IF;"
            + " END");
    site.apply(Site.orgs(101, 110));
    site.start();

    site.await(MirrorState.DEGRADED);
    assertThat(site.standing().degraded()).containsExactly("org");
    assertThat(site.mirror().quarantined())
        .extracting(RefusedRow::type, RefusedRow::key)
        .containsExactly(tuple("org", "107"));
    assertThat(site.mirror().quarantined().get(0).reason()).contains("no seven");
    assertThat(site.column(Sample.ORG, "id")).hasSize(59);
    assertThat(site.column(Sample.IX, "id")).hasSize(1);

    site.database.execute("DROP TRIGGER no_seven");
    site.awaitEqual();
    assertThat(site.column(Sample.ORG, "id")).hasSize(60);
  }

  @Test
  void scenario13_concurrentBackfills_areOne() throws Exception {
    site.mirror().backfill();
    site.apply(Site.orgs(1, 3_000));
    List<Thread> threads = new CopyOnWriteArrayList<>();
    ExecutorService callers =
        Executors.newFixedThreadPool(
            4,
            task -> {
              Thread thread = new Thread(task);
              threads.add(thread);
              return thread;
            });
    try (Connection holding = site.database.connect()) {
      holding.setAutoCommit(false);
      holding.createStatement().executeQuery("SELECT * FROM _mirror FOR UPDATE");
      CountDownLatch begun = new CountDownLatch(4);
      Callable<Backfilled> call =
          () -> {
            begun.countDown();
            return site.mirror().backfill();
          };
      List<Future<Backfilled>> all =
          IntStream.range(0, 4).mapToObj(i -> callers.submit(call)).toList();
      assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .until(
              () -> threads.stream().filter(each -> each.getState() == State.WAITING).count() == 3);
      holding.commit();
      List<Backfilled> results = new ArrayList<>();
      for (Future<Backfilled> each : all) {
        results.add(each.get(60, TimeUnit.SECONDS));
      }

      assertThat(results.stream().distinct().toList()).hasSize(1);
      assertThat(results.get(0).followed()).isEqualTo(3_000);
    } finally {
      callers.shutdownNow();
    }
  }

  @Test
  void scenario14_deleteAndInsertThatKeepCountAndNewest_areFound() {
    site.apply(Site.orgs(1, 20));
    site.mirror().backfill();
    site.database.execute(
        "INSERT INTO org SELECT 99, name, notes, status, updated, _extra, _missing, _vanished"
            + " FROM org WHERE id = 5",
        "DELETE FROM org WHERE id = 6");

    Comparison found = site.mirror().verify(List.of(Sample.ORG)).get(0);

    assertThat(found.missing()).isEqualTo(1);
    assertThat(found.extra()).isEqualTo(1);
    assertThat(found.different()).isZero();
    site.mirror().repair(new RepairRequest(List.of(Sample.ORG), false, 0.1));
    site.assertEqual();
  }

  @Test
  void scenario15_instantsThatDifferBelowThePrecision_areEqual() {
    Instant time = Instant.parse("2026-01-01T00:00:00.123456789Z");
    site.apply(every(time));
    site.start();
    site.awaitEqual();
    site.story.clear();
    site.apply(every(time.plusNanos(99)));

    site.awaitEqual();
    assertThat(site.column(Sample.EVERY, "nanos")).containsExactly("2026-01-01 00:00:00.123456");
    assertThat(site.story.list(MirrorEvent.TableRepaired.class)).isEmpty();
  }

  private static Row every(Instant time) {
    return Sample.of(Sample.EVERY, "id", 1L, "nanos", time);
  }

  @Test
  void scenario16_compositeAndCaseVariantKeysAndNullTimes_areCopied() {
    site.apply(
        Sample.word("a", "1"),
        Sample.word("A", "2"),
        Sample.word("a ", "3"),
        Sample.word("á", "4"),
        Sample.word("", "5"),
        Sample.port(1, "eth0", "x", 1),
        Sample.port(1, "ETH0", "x", 1),
        Sample.port(1, "eth0 ", "x", 1),
        Sample.of(Sample.EVERY, "id", 1L, "seconds", null));
    site.start();

    site.awaitEqual();
    assertThat(site.column(Sample.WORD, "meaning")).containsExactly("5", "2", "1", "3", "4");
    assertThat(site.column(Sample.PORT, "label")).hasSize(3);
  }

  /** That a killed process goes on, too, is among the tests of the commands. */
  @Test
  void scenario17_stoppedInTheMiddle_goesOnWhereItWas() {
    site.apply(Site.orgs(1, 30_000));
    site.story.whenever(MirrorEvent.RowsCopied.class, site.link::cut);
    site.start();
    site.await(MirrorState.CONNECTING);
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> !site.story.list(MirrorEvent.RowsCopied.class).isEmpty());
    site.story.whenever(MirrorEvent.class, () -> {});
    site.restart();
    site.story.clear();
    site.link.heal();
    site.start();

    site.awaitEqual();
    long copied =
        site.story
            .of(MirrorEvent.CopyEnded.class)
            .filter(end -> end.type().equals(Sample.ORG))
            .mapToLong(MirrorEvent.CopyEnded::rows)
            .sum();
    assertThat(copied).isBetween(1L, 29_999L);
  }

  @Test
  void scenario18_tablesThatCannotBeMade_areSetupFailedAndWrittenByNobody() {
    site.database.execute("CREATE VIEW org AS SELECT 1 AS id");
    site.apply(Sample.word("a", "x"));
    site.start();

    site.await(
        MirrorState.SETUP_FAILED,
        standing -> {
          assertThat(standing.reason()).contains("org");
          assertThat(standing.nextTry()).isPresent();
        });
    assertThat(site.story.list(MirrorEvent.RowsCopied.class)).isEmpty();

    site.database.execute("DROP VIEW org");
    site.awaitEqual();
  }

  @Test
  void scenario19_wiringOnly_touchesNoNetwork() {
    site.apply(Site.orgs(1, 3));
    assertThat(site.mirrors().all()).hasSize(1);
    assertThat(site.mirror().status().standing().state()).isEqualTo(MirrorState.DISABLED);

    assertThat(site.link.connections()).isZero();
  }

  @Test
  void scenario20_moreThanItsShareWouldGo_isRefusedAndTold() {
    site.apply(Site.orgs(1, 30));
    site.start();
    site.awaitEqual();
    site.database.execute(
        "INSERT INTO org SELECT id + 1000, name, notes, status, updated, _extra, _missing, _vanished"
            + " FROM org");
    site.verifyEvery(Duration.ofMillis(1));

    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> site.standing().reason().contains("30 of 60 rows are not in the replica"));
    assertThat(site.standing().state()).isEqualTo(MirrorState.DEGRADED);
    assertThat(site.column(Sample.ORG, "id")).hasSize(60);

    site.mirror().repair(new RepairRequest(List.of(Sample.ORG), false, 1));
    site.awaitEqual();
    assertThat(site.column(Sample.ORG, "id")).hasSize(30);
  }
}
