package dev.tidemark.testkit.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ManualSchedulerTest {

  private final ManualClock clock = ManualClock.at("2026-01-01T00:00:00Z");
  private final ManualScheduler scheduler = new ManualScheduler(clock);
  private final List<String> ran = new ArrayList<>();

  @Test
  void advance_runsWhatIsDueInOrderOfTimeThenOfScheduling() {
    scheduler.after(Duration.ofSeconds(20), note("late"));
    scheduler.after(Duration.ofSeconds(10), note("first"));
    scheduler.after(Duration.ofSeconds(10), note("second"));
    scheduler.after(Duration.ofSeconds(21), note("later"));

    scheduler.advance(Duration.ofSeconds(20));

    assertThat(ran).containsExactly("first@10", "second@10", "late@20");
    assertThat(scheduler.waiting()).isEqualTo(1);
    assertThat(clock.instant()).isEqualTo(Instant.parse("2026-01-01T00:00:20Z"));
  }

  @Test
  void advance_taskThatSchedulesAnother_runsItInTheSameAdvance() {
    scheduler.after(
        Duration.ofSeconds(5), () -> scheduler.after(Duration.ofSeconds(5), note("next")));

    scheduler.advance(Duration.ofSeconds(10));

    assertThat(ran).containsExactly("next@10");
  }

  @Test
  void execute_waitsForTheNextAdvanceEvenOfZero() {
    scheduler.execute(note("now"));
    assertThat(ran).isEmpty();

    scheduler.advance(Duration.ZERO);

    assertThat(ran).containsExactly("now@0");
  }

  @Test
  void advance_taskThrows_keepsTheRest() {
    scheduler.execute(
        () -> {
          throw new IllegalStateException("task failed");
        });
    scheduler.execute(note("rest"));

    assertThatThrownBy(() -> scheduler.advance(Duration.ZERO)).hasMessage("task failed");
    scheduler.advance(Duration.ZERO);

    assertThat(ran).containsExactly("rest@0");
  }

  @Test
  void clock_setBack_doesNotDelayWhatWaits() {
    scheduler.after(Duration.ofSeconds(10), note("task"));
    clock.advance(Duration.ofSeconds(-50));

    scheduler.advance(Duration.ofSeconds(9));
    assertThat(ran).isEmpty();
    scheduler.advance(Duration.ofSeconds(1));

    assertThat(ran).containsExactly("task@20");
  }

  @Test
  void clock_inAnotherZone_movesTogether() {
    var tokyo = clock.withZone(java.time.ZoneId.of("Asia/Tokyo"));
    clock.advance(Duration.ofSeconds(1));

    assertThat(tokyo.instant()).isEqualTo(clock.instant());
    assertThat(tokyo.getZone()).hasToString("Asia/Tokyo");
    assertThat(clock.getZone()).hasToString("Z");
  }

  private Runnable note(String name) {
    return () -> ran.add(name + "@" + clock.instant().getEpochSecond() % 60);
  }
}
