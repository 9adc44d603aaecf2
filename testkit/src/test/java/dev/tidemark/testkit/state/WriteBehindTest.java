package dev.tidemark.testkit.state;

import static dev.tidemark.testkit.state.Desk.item;
import static dev.tidemark.testkit.state.Desk.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.core.StorageException;
import dev.tidemark.core.UnflushedException;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.state.Codec;
import dev.tidemark.core.state.FlushPolicy;
import dev.tidemark.core.state.StateEngine;
import dev.tidemark.core.state.StateEvent;
import dev.tidemark.core.state.StateStatus.Phase;
import dev.tidemark.core.state.WeakTable;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When the weak tier is written, and what its life is. */
final class WriteBehindTest {

  private static final StorageException FULL = new StorageException("the disk is full", false);
  private static final StorageException BUSY = new StorageException("somebody writes", true);

  private final Desk desk = Desk.ofItems();
  private StateEngine state = desk.open();
  private WeakTable<Row> items = state.weak(Codec.rows(Desk.ITEM));

  @BeforeEach
  void rare() {
    desk.policy.set(FlushPolicy.of(1_000, Duration.ofMinutes(5)));
  }

  @Test
  void threshold_reached_writesAtTheNextLook() {
    desk.policy.set(FlushPolicy.of(2, Duration.ofMinutes(5)));
    state.start();
    items.put(item("a"));
    pass(Duration.ofSeconds(5));
    assertThat(desk.weak.flushes()).isEmpty();

    items.put(item("b"));
    pass(Duration.ofSeconds(1));

    assertThat(desk.stored(Desk.ITEM)).containsExactly("a", "b");
  }

  @Test
  void threshold_loweredAtRunTime_counts() {
    state.start();
    items.put(item("a"));
    pass(Duration.ofSeconds(5));
    assertThat(desk.weak.flushes()).isEmpty();

    desk.policy.set(FlushPolicy.of(0, Duration.ofMinutes(5)));
    pass(Duration.ofSeconds(1));

    assertThat(desk.weak.flushes()).hasSize(1);
  }

  @Test
  void interval_isTheAgeOfTheOldestMark_andCountsAtRunTime() {
    state.start();
    pass(Duration.ofMinutes(4));
    items.put(item("a"));
    pass(Duration.ofMinutes(4));
    assertThat(desk.weak.flushes()).isEmpty();
    assertThat(state.status().oldest()).contains(Instant.parse("2026-01-01T00:04:00Z"));
    pass(Duration.ofMinutes(1).plusSeconds(1));
    assertThat(desk.weak.flushes()).hasSize(1);

    items.put(item("b"));
    desk.policy.set(FlushPolicy.of(1_000, Duration.ofSeconds(10)));
    pass(Duration.ofSeconds(11));
    assertThat(desk.weak.flushes()).hasSize(2);
  }

  @Test
  void clock_setBackOrForward_delaysNothing() {
    state.start();
    items.put(item("a"));
    desk.clock.advance(Duration.ofHours(-3));
    pass(Duration.ofSeconds(1));
    assertThat(desk.weak.flushes()).hasSize(1);

    items.put(item("b"));
    desk.clock.advance(Duration.ofDays(3));
    pass(Duration.ofSeconds(1));
    assertThat(desk.weak.flushes()).hasSize(2);
  }

  @Test
  void interval_ofForever_isNoAge() {
    desk.policy.set(FlushPolicy.of(1_000, ChronoUnit.FOREVER.getDuration()));
    state.start();
    items.put(item("a"));

    pass(Duration.ofMinutes(5));

    assertThat(desk.told.events()).isEmpty();
    assertThat(desk.weak.flushes()).isEmpty();
  }

  @Test
  void failure_isTriedAgainWithGrowingWaits_howeverLongTheInterval() {
    AtomicInteger attempts = new AtomicInteger();
    desk.weak.beforeCommit(
        () -> {
          attempts.incrementAndGet();
          throw FULL;
        });
    desk.policy.set(FlushPolicy.of(1, Duration.ofHours(5)));
    state.start();
    items.put(item("a"));
    pass(Duration.ofSeconds(1));
    assertThat(attempts).hasValue(1);
    desk.policy.set(FlushPolicy.of(1_000, Duration.ofHours(5)));
    pass(Duration.ofSeconds(1));
    assertThat(attempts).hasValue(2);
    pass(Duration.ofSeconds(1));
    assertThat(attempts).hasValue(2);
    pass(Duration.ofSeconds(1));
    assertThat(attempts).hasValue(3);
    pass(Duration.ofMinutes(10));
    assertThat(attempts.get()).isBetween(13, 17);
    assertThat(state.status().failures()).isEqualTo(attempts.get());
    assertThat(state.status().lastError()).contains("the disk is full");
    assertThat(desk.told.events(StateEvent.FlushFailed.class))
        .hasSize(attempts.get())
        .last()
        .satisfies(
            event -> {
              assertThat(event.retryIn()).isEqualTo(Duration.ofMinutes(1));
              assertThat(event.dirty()).isOne();
            });

    desk.weak.beforeCommit(() -> {});
    pass(Duration.ofMinutes(1));

    assertThat(desk.stored(Desk.ITEM)).containsExactly("a");
    assertThat(state.status().failures()).isZero();
    items.put(item("b"));
    desk.policy.set(FlushPolicy.of(1, Duration.ofHours(5)));
    pass(Duration.ofSeconds(1));
    assertThat(desk.stored(Desk.ITEM)).containsExactly("a", "b");
  }

  @Test
  void storeThatWasLost_getsAllBackAtTheNextLook_howeverLongTheInterval() {
    items.put(item("a"));
    items.put(item("b"));
    state.flush();
    state.start();
    desk.weak.lose();
    items.put(item("c"));
    state.flush();
    assertThat(desk.stored(Desk.ITEM)).containsExactly("c");

    pass(Duration.ofSeconds(1));

    assertThat(desk.stored(Desk.ITEM)).containsExactly("a", "b", "c");
    assertThat(state.status().count()).isZero();
  }

  @Test
  void policyThatThrows_isTold_andTheLookComesAgain() {
    state.start();
    items.put(item("a"));
    desk.policy.set(null);
    pass(Duration.ofSeconds(1));
    assertThat(desk.told.events(StateEvent.FlushFailed.class)).hasSize(1);

    rare();
    pass(Duration.ofSeconds(2));

    assertThat(desk.stored(Desk.ITEM)).containsExactly("a");
  }

  @Test
  void start_twice_beginsOneLoop() {
    assertThat(state.status().phase()).isEqualTo(Phase.NEW);
    assertThat(state.start()).isTrue();
    assertThat(state.start()).isFalse();
    pass(Duration.ZERO);

    assertThat(desk.scheduler.waiting()).isOne();
    assertThat(state.status().phase()).isEqualTo(Phase.RUNNING);
  }

  @Test
  void stop_writesWhatIsDirty_andRefusesWhatFollows() {
    state.start();
    items.put(item("a"));

    state.stop();

    assertThat(desk.stored(Desk.ITEM)).containsExactly("a");
    assertThat(state.status().phase()).isEqualTo(Phase.STOPPED);
    assertThat(desk.scheduler.waiting()).isZero();
    assertThatThrownBy(() -> items.put(item("b")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("change the weak state: the state was stopped");
    assertThatThrownBy(() -> items.remove(key("a"))).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(
            () ->
                state
                    .strong(Codec.rows(Desk.OWNER))
                    .insert(Row.of(Desk.OWNER, Map.of("name", "o"))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("insert owner: the state was stopped");
    assertThatThrownBy(state::start)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("start the state: it was stopped");
  }

  @Test
  void stop_beforeStart_writesToo_andTwiceIsOnce() {
    items.put(item("a"));

    state.stop();
    state.stop();
    state.close();

    assertThat(desk.weak.flushes()).hasSize(1);
    assertThat(desk.stored(Desk.ITEM)).containsExactly("a");
  }

  @Test
  void stop_thatCannotWrite_saysWhichKeysAreLost_andMayBeTriedAgain() {
    state.start();
    items.put(item("a"));
    items.put(item("b"));
    desk.weak.failNext(FULL);

    assertThatThrownBy(state::stop)
        .isInstanceOf(UnflushedException.class)
        .hasMessage(
            "stop the state: 2 changes of the weak tier are not written"
                + " (item a, item b): the disk is full")
        .hasCause(FULL)
        .satisfies(
            e ->
                assertThat(((UnflushedException) e).keys())
                    .isEqualTo(Map.of("item", List.of("a", "b"))));

    state.stop();

    assertThat(desk.stored(Desk.ITEM)).containsExactly("a", "b");
  }

  @Test
  void stop_whileTheStoreIsBusy_asksAFewTimes() {
    items.put(item("a"));
    AtomicInteger attempts = new AtomicInteger();
    desk.weak.beforeCommit(
        () -> {
          if (attempts.incrementAndGet() < 3) {
            throw BUSY;
          }
        });

    state.stop();

    assertThat(attempts).hasValue(3);
    assertThat(desk.stored(Desk.ITEM)).containsExactly("a");
  }

  @Test
  void stop_intoAStoreThatWasLost_writesEverything() {
    items.put(item("a"));
    state.flush();
    items.put(item("b"));
    desk.weak.lose();

    state.stop();

    assertThat(desk.stored(Desk.ITEM)).containsExactly("a", "b");
  }

  private void pass(Duration time) {
    desk.scheduler.advance(time);
  }
}
