package dev.tidemark.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.core.AlreadyRunningException;
import dev.tidemark.core.sync.spi.Leadership;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The contract of a leadership that several compete for. What has to happen within a second is
 * waited for longer here: the machine of a test may be busy.
 */
@Covers(Leadership.class)
public interface LeadershipContract {

  int PATIENCE_SECONDS = 60;

  /** One more who competes with all others of the test; tries at once. */
  Contender newContender();

  /** One of those who compete. */
  interface Contender extends AutoCloseable {

    Leadership leadership();

    /** Gives up what it has, and competes no more; idempotent. */
    void leave();

    @Override
    default void close() {
      leave();
    }
  }

  @Test
  default void contender_alone_leads() {
    try (Contender alone = newContender()) {
      assertThat(alone.leadership().isLeader()).isTrue();
    }
  }

  @Test
  default void contenders_several_exactlyOneLeads() {
    try (Contender first = newContender();
        Contender second = newContender();
        Contender third = newContender()) {
      assertThat(List.of(first, second, third))
          .filteredOn(each -> each.leadership().isLeader())
          .containsExactly(first);
    }
  }

  @Test
  default void leave_leader_leadsNoMore() {
    Contender contender = newContender();
    contender.leave();
    contender.leave();

    assertThat(contender.leadership().isLeader()).isFalse();
  }

  @Test
  @Timeout(180)
  default void leave_leader_anotherLeadsAndIsTold() throws Exception {
    try (Contender first = newContender();
        Contender second = newContender()) {
      Watched watched = new Watched(second.leadership());
      assertThat(second.leadership().isLeader()).isFalse();

      first.leave();

      watched.awaitLeading();
      assertThat(first.leadership().isLeader()).isFalse();
    }
  }

  @Test
  default void leave_whoDoesNotLead_changesNothing() {
    try (Contender leader = newContender()) {
      newContender().leave();

      assertThat(leader.leadership().isLeader()).isTrue();
    }
  }

  /** Where there are terms at all. */
  @Test
  @Timeout(180)
  default void term_ofTheNextLeader_isGreaterAndTheOldOneKeepsIts() throws Exception {
    try (Contender first = newContender();
        Contender second = newContender()) {
      OptionalLong before = first.leadership().term();
      Watched watched = new Watched(second.leadership());

      first.leave();
      watched.awaitLeading();

      OptionalLong after = second.leadership().term();
      assertThat(after.isPresent()).isEqualTo(before.isPresent());
      assertThat(after.orElse(1)).isGreaterThan(before.orElse(0));
      assertThat(first.leadership().term()).isEqualTo(before);
    }
  }

  @Test
  default void term_ofWhoNeverLed_isNone() {
    try (Contender leader = newContender();
        Contender other = newContender()) {
      if (leader.leadership().term().isPresent()) {
        assertThatThrownBy(other.leadership()::term)
            .isInstanceOf(AlreadyRunningException.class)
            .hasMessageContaining("never did");
      } else {
        assertThat(other.leadership().term()).isEmpty();
      }
    }
  }

  @Test
  @Timeout(180)
  default void watch_several_allAreTold() throws Exception {
    try (Contender first = newContender();
        Contender second = newContender()) {
      Watched one = new Watched(second.leadership());
      Watched other = new Watched(second.leadership());

      first.leave();

      one.awaitLeading();
      other.awaitLeading();
    }
  }

  @Test
  @Timeout(300)
  default void contenders_comingAndGoing_neverTwoLead() throws Exception {
    AtomicInteger leading = new AtomicInteger();
    ExecutorService all = Executors.newFixedThreadPool(3);
    try {
      List<Callable<Integer>> lives = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        lives.add(() -> comeAndGo(leading, 3));
      }
      for (Future<Integer> life : all.invokeAll(lives, 250, TimeUnit.SECONDS)) {
        assertThat(life.get()).as("most who led at once").isEqualTo(1);
      }
    } finally {
      all.shutdownNow();
    }
  }

  private int comeAndGo(AtomicInteger leading, int times) throws InterruptedException {
    int most = 0;
    for (int i = 0; i < times; i++) {
      try (Contender contender = newContender()) {
        new Watched(contender.leadership()).awaitLeading();
        most = Math.max(most, leading.incrementAndGet());
        assertThat(contender.leadership().isLeader()).isTrue();
        leading.decrementAndGet();
      }
    }
    return most;
  }

  /** Waits for changes as they are told. */
  final class Watched {

    private final Leadership leadership;
    private final Semaphore changes = new Semaphore(0);

    public Watched(Leadership leadership) {
      this.leadership = leadership;
      leadership.watch(changes::release);
    }

    /** Of one who does not lead yet, at least one change is told; two may be told as none. */
    public void awaitLeading() throws InterruptedException {
      boolean leads = leadership.isLeader();
      boolean told = leads;
      for (int look = 0; look < PATIENCE_SECONDS * 10 && !(leads && told); look++) {
        told |= changes.tryAcquire(100, TimeUnit.MILLISECONDS);
        leads = leadership.isLeader();
      }
      assertThat(leads).as("leads").isTrue();
      assertThat(told).as("told of a change").isTrue();
    }
  }
}
