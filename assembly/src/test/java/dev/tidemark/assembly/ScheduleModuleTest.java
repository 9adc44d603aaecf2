package dev.tidemark.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import dev.tidemark.core.CancelledException;
import dev.tidemark.core.event.Listener;
import dev.tidemark.core.feed.Position;
import dev.tidemark.core.sync.SchedulePolicy;
import dev.tidemark.core.sync.SyncReplica;
import dev.tidemark.core.sync.SyncReport;
import dev.tidemark.core.sync.SyncRequest;
import dev.tidemark.core.sync.SyncSchedule;
import dev.tidemark.core.sync.spi.Leadership;
import dev.tidemark.core.sync.spi.Mode;
import dev.tidemark.core.sync.spi.RequestLedger;
import dev.tidemark.core.sync.spi.Run;
import dev.tidemark.core.sync.spi.SyncJournal;
import dev.tidemark.core.sync.spi.Tally;
import dev.tidemark.testkit.fake.InMemoryRequestLedger;
import dev.tidemark.testkit.fake.InMemorySyncJournal;
import dev.tidemark.testkit.time.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

final class ScheduleModuleTest {

  private static final int PATIENCE_SECONDS = 30;
  private static final Instant NOW = Instant.parse("2026-04-16T08:30:00Z");

  private final AtomicReference<SchedulePolicy> policy =
      new AtomicReference<>(every(Duration.ofHours(1)));
  private final InMemorySyncJournal journal = new InMemorySyncJournal();

  private final List<String> events = new CopyOnWriteArrayList<>();
  private final CountDownLatch begun = new CountDownLatch(1);

  @Test
  void start_schedule_runsTheFirstCycleOnItsOwnThread() throws Exception {
    try (Application application = start(new Ports())) {
      assertThat(events).isEmpty();

      application.get(SyncSchedule.class).start();

      assertThat(begun.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
      assertThat(application.get(SyncSchedule.class).standing().running()).isPresent();
    }
  }

  @Test
  void close_whileACycleRuns_endsItBeforeTheStoresClose() throws Exception {
    Application application = start(new Ports());
    application.get(SyncSchedule.class).start();
    assertThat(begun.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();

    application.close();

    assertThat(events)
        .containsExactly("begun", "cancelled: the process is stopping", "ended", "stores closed");
  }

  @Test
  void close_scheduleNeverStarted_closesAtOnce() {
    start(new Ports()).close();

    assertThat(events).containsExactly("stores closed");
  }

  @Test
  void policy_changedAtRunTime_isThatOfTheNextLook() {
    journal.end(
        journal.begin(Mode.FULL, NOW),
        new Run.Ended(NOW, new Run.Succeeded(Position.START, Tally.NONE, 0, 0)));
    try (Application application = start(new Ports())) {
      SyncSchedule schedule = application.get(SyncSchedule.class);
      schedule.start();
      assertThat(schedule.standing().next()).contains(NOW.plus(Duration.ofHours(1)));

      policy.set(every(Duration.ofMinutes(10)));
      schedule.policyChanged();

      assertThat(schedule.standing().next()).contains(NOW.plus(Duration.ofMinutes(10)));
    }
  }

  private static SchedulePolicy every(Duration interval) {
    return new SchedulePolicy(Mode.INCREMENTAL, interval, List.of(), 0);
  }

  private Application start(AbstractModule ports) {
    return Application.start(
        new AmbientModule(ManualClock.at(NOW), Listener.NONE),
        new ScheduleModule(policy::get),
        ports);
  }

  /** Stores that know when they are closed, and cycles that last until they are cancelled. */
  private final class Ports extends AbstractModule {

    @Override
    protected void configure() {
      bind(RequestLedger.class).toInstance(new InMemoryRequestLedger());
      bind(Leadership.class).toInstance(Leadership.always());
    }

    @Provides
    @Singleton
    AutoCloseable stores() {
      return () -> events.add("stores closed");
    }

    @Provides
    @Singleton
    SyncJournal syncJournal(AutoCloseable stores) {
      return journal;
    }

    @Provides
    @Singleton
    SyncReplica replica(SyncJournal journal) {
      return new LongCycles();
    }
  }

  private final class LongCycles implements SyncReplica {

    private final CountDownLatch cancelled = new CountDownLatch(1);

    @Override
    public SyncReport sync(SyncRequest request) {
      events.add("begun");
      begun.countDown();
      try {
        cancelled.await();
      } catch (InterruptedException e) {
        events.add("interrupted");
      }
      events.add("ended");
      throw new CancelledException("sync: stopped");
    }

    @Override
    public void cancel(String why) {
      events.add("cancelled: " + why);
      cancelled.countDown();
    }
  }
}
