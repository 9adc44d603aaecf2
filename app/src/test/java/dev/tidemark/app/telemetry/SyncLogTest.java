package dev.tidemark.app.telemetry;

import static dev.tidemark.app.telemetry.Library.AUTHOR;
import static dev.tidemark.app.telemetry.Library.BOOK;
import static dev.tidemark.app.telemetry.Library.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.tidemark.core.BudgetSpentException;
import dev.tidemark.core.CancelledException;
import dev.tidemark.core.IncompatibleReplicaException;
import dev.tidemark.core.RateLimitedException;
import dev.tidemark.core.RefusedException;
import dev.tidemark.core.StorageException;
import dev.tidemark.core.TimedOutException;
import dev.tidemark.core.UnauthenticatedException;
import dev.tidemark.core.UpstreamUnavailableException;
import dev.tidemark.core.event.Event;
import dev.tidemark.core.sync.SyncEvent;
import dev.tidemark.core.sync.SyncPolicy;
import dev.tidemark.core.sync.SyncPolicy.Atomicity;
import dev.tidemark.core.sync.spi.Fetch;
import dev.tidemark.core.sync.spi.Mode;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class SyncLogTest {

  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private final Library library = new Library();
  private final SyncLog log;

  SyncLogTest() {
    LoggerContext context = new LoggerContext();
    Logger logger = context.getLogger("tidemark.sync");
    logger.setLevel(Level.INFO);
    lines.setContext(context);
    lines.start();
    logger.addAppender(lines);
    log = new SyncLog(logger);
  }

  @Test
  void cycle_succeeded_isOneLineWithAllItsNumbers() {
    library.fill(2);
    library.sync(Mode.INCREMENTAL, log);

    assertThat(told())
        .containsExactly(
            "INFO cycle succeeded cycle=1 mode=full forced=fresh seconds=0.0 requests=2 bytes=0"
                + " staged=4 inserted=4 updated=0 deleted=0 vanished=0 purged=0 unchanged=0"
                + " released=0 orphans=0 quarantined=0 position=4");
  }

  @Test
  void cycle_ofManyRows_isOneLineStill() {
    library.fill(5_000);
    library.sync(Mode.FULL, log);

    assertThat(lines.list).hasSize(1);
  }

  @Test
  void cycle_second_doesNotSayThatItIsForced() {
    library.fill(1);
    library.sync(Mode.INCREMENTAL, log);
    library.sync(Mode.INCREMENTAL, log);

    assertThat(told()).last().asString().contains("mode=incremental").doesNotContain("forced");
  }

  @Test
  void cycle_failed_isOneLineWithTheReason() {
    library.upstream.fail(
        what -> true, new UpstreamUnavailableException("read author:\nconnection refused"));

    assertThatThrownBy(() -> library.sync(Mode.FULL, log)).isNotNull();

    assertThat(told())
        .containsExactly(
            "WARN cycle failed cycle=1 mode=full code=UPSTREAM_UNAVAILABLE"
                + " reason=read author: connection refused");
  }

  @Test
  void cycle_rateLimited_saysUntilWhen() {
    failed(new RateLimitedException("read author: 429", NOW));

    assertThat(told())
        .containsExactly(
            "WARN cycle failed cycle=3 mode=full code=UPSTREAM_RATE_LIMITED"
                + " reason=read author: 429 not_before=2026-04-16T08:30:00Z");
  }

  @Test
  void cycle_bug_isAnErrorWithItsStack() {
    IllegalStateException bug = new IllegalStateException("row 42 is odd");
    failed(bug);

    assertThat(told()).containsExactly("ERROR cycle failed cycle=3 mode=full code=BUG");
    assertThat(lines.list.get(0).getThrowableProxy().getClassName())
        .isEqualTo(IllegalStateException.class.getName());
  }

  @Test
  void cycle_failure_isAsLoudAsAPersonIsNeeded() {
    assertThat(List.of(new UnauthenticatedException("x"), new RefusedException("x")))
        .extracting(Severity::of)
        .containsOnly(org.slf4j.event.Level.ERROR);
    assertThat(
            List.of(
                new StorageException("full", false),
                new IncompatibleReplicaException("x"),
                new AssertionError("a bug")))
        .extracting(Severity::of)
        .containsOnly(org.slf4j.event.Level.ERROR);
    assertThat(
            List.of(
                new StorageException("busy", true),
                new UpstreamUnavailableException("x"),
                new TimedOutException("x", new CancelledException("x")),
                new RateLimitedException("x", NOW)))
        .extracting(Severity::of)
        .containsOnly(org.slf4j.event.Level.WARN);
    assertThat(List.of(new CancelledException("x"), new BudgetSpentException("x", NOW)))
        .extracting(Severity::of)
        .containsOnly(org.slf4j.event.Level.INFO);
  }

  @Test
  void cycle_inPart_saysWhatIsLeftOut() {
    library.fill(1);
    library.upstream.fail(
        what -> what.type().equals(BOOK), new UpstreamUnavailableException("read book: gone"));
    library.sync(Mode.FULL, SyncPolicy.builder().atomicity(Atomicity.PER_TYPE).build(), log);

    assertThat(told()).hasSize(2);
    assertThat(told().get(0))
        .isEqualTo(
            "WARN type left as it was type=book code=UPSTREAM_UNAVAILABLE reason=read book: gone");
    assertThat(told().get(1)).startsWith("INFO cycle succeeded in part").endsWith("left_out=book");
  }

  @Test
  void inside_whatAPersonShouldKnow_isAWarningEach() {
    UpstreamUnavailableException failure = new UpstreamUnavailableException("read book: reset");
    tell(
        new SyncEvent.FellBack(BOOK, failure),
        new SyncEvent.WindowLeftOut(BOOK, failure),
        new SyncEvent.KeysLeftOut(BOOK, failure),
        new SyncEvent.SweepRefused(BOOK, 60, 100, "too many"),
        new SyncEvent.ParentsGivenUp(AUTHOR, 3),
        new SyncEvent.FutureVersions(BOOK, 2, NOW),
        new SyncEvent.MemoryHigh(500, 0));

    assertThat(told())
        .containsExactly(
            "WARN type fell back to its list type=book code=UPSTREAM_UNAVAILABLE"
                + " reason=read book: reset",
            "WARN changes behind a list left out type=book code=UPSTREAM_UNAVAILABLE"
                + " reason=read book: reset",
            "WARN rows could not be asked for by key type=book code=UPSTREAM_UNAVAILABLE"
                + " reason=read book: reset",
            "WARN sweep refused, nothing of the type is marked as vanished type=book missing=60"
                + " live=100 reason=too many",
            "WARN missing parents not asked for, rows that need them wait type=author keys=3",
            "WARN versions that cannot be true yet, stored but followed no further type=book"
                + " rows=2 newest=2026-04-16T08:30:00Z",
            "WARN much memory in use peak_heap=500 peak_resident=0");
  }

  @Test
  void unknownFields_ofSeveralTypes_areOneLineAtTheEnd() {
    tell(
        new SyncEvent.CycleStarted(3, Mode.FULL, NOW),
        new SyncEvent.UnknownFields(BOOK, Set.of("pages", "isbn\n")),
        new SyncEvent.UnknownFields(AUTHOR, Set.of("born")));
    assertThat(told()).isEmpty();

    failed(new CancelledException("stopped"));

    assertThat(told())
        .startsWith(
            "WARN upstream sends fields that the schema lacks, kept in _extra"
                + " fields=author.born,book.isbn ,book.pages")
        .hasSize(2);
  }

  /** A service whose disk is full has nothing else to show for it. */
  @Test
  void around_whatKeepsCyclesFromBeginning_isToldByWhoMustAct() {
    tell(
        new SyncEvent.CycleNotBegun(Mode.FULL, new StorageException("the disk is full", false)),
        new SyncEvent.ScheduleFaltered(new StorageException("read the journal: locked", true)),
        new SyncEvent.ScheduleFaltered(new IllegalStateException("odd")));

    assertThat(told())
        .containsExactly(
            "ERROR cycle not begun mode=full code=STORAGE reason=the disk is full",
            "WARN schedule faltered, it looks again within a minute code=STORAGE"
                + " reason=read the journal: locked",
            "ERROR schedule faltered, it looks again within a minute code=BUG");
  }

  @Test
  void around_scheduleAndLeadership_areInfo() {
    tell(
        new SyncEvent.RetryScheduled(2, NOW),
        new SyncEvent.LeadershipChanged(true),
        new SyncEvent.LeadershipChanged(false),
        new SyncEvent.TriggerDropped(Mode.FULL));

    assertThat(told())
        .containsExactly(
            "INFO cycle is tried again attempt=2 at=2026-04-16T08:30:00Z",
            "INFO leadership gained",
            "INFO leadership lost",
            "INFO trigger dropped, a cycle is running mode=full");
  }

  @Test
  void progress_ofAFetch_isNotLogged() {
    tell(
        new SyncEvent.FetchStarted(new Fetch.Everything(BOOK)),
        new SyncEvent.RowsStaged(BOOK, 1_000),
        Library.ended(new Fetch.Everything(BOOK), 1_500),
        new SyncEvent.ApplyStarted(1),
        new SyncEvent.Swept(BOOK, 1, 1, 1),
        new SyncEvent.CycleScheduled(NOW.plus(Duration.ofHours(1)), Mode.INCREMENTAL));

    assertThat(told()).isEmpty();
  }

  private void failed(Throwable failure) {
    tell(new SyncEvent.CycleFailed(3, Mode.FULL, failure, NOW));
  }

  private void tell(Event... events) {
    List.of(events).forEach(log::on);
  }

  private List<String> told() {
    return lines.list.stream().map(SyncLogTest::text).toList();
  }

  private static String text(ILoggingEvent line) {
    return line.getLevel()
        + " "
        + line.getFormattedMessage()
        + (line.getKeyValuePairs() == null
            ? ""
            : line.getKeyValuePairs().stream()
                .map(pair -> " " + pair.key + "=" + pair.value)
                .collect(Collectors.joining()));
  }
}
