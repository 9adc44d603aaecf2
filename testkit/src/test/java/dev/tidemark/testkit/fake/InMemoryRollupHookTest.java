package dev.tidemark.testkit.fake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.core.FencedException;
import dev.tidemark.core.MirrorUnavailableException;
import dev.tidemark.core.rollup.RollupPlan;
import dev.tidemark.core.rollup.spi.RollupLeases.Acquired;
import dev.tidemark.core.rollup.spi.RollupLeases.Lease;
import dev.tidemark.core.rollup.spi.RollupTable;
import dev.tidemark.testkit.model.UsageEvent;
import dev.tidemark.testkit.model.UsageRollup;
import dev.tidemark.testkit.model.UsageSchema;
import dev.tidemark.testkit.time.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a test can do to a rollup in memory at each of its steps. */
final class InMemoryRollupHookTest {

  private static final RollupPlan PLAN = UsageRollup.CAPTURED.plan();
  private static final Duration LEASE = Duration.ofMinutes(1);

  private final ManualClock clock = ManualClock.at("2026-03-05T10:00:00Z");
  private final InMemoryRollupStore store =
      new InMemoryRollupStore("memory", UsageSchema.TYPES, clock);
  private final RollupTable table = store.table(PLAN);

  @BeforeEach
  void prepare() {
    store.prepare(PLAN);
    store.source().put(UsageEvent.of(1).task(null).row());
  }

  @Test
  void before_everyWrite_isToldThreeTimes() {
    List<String> steps = new ArrayList<>();
    Lease lease = acquire();
    store.before(steps::add);

    table.advance(lease, 10, false);
    table.standing();

    assertThat(steps)
        .containsExactly(
            "advance usage_captured",
            "commit advance usage_captured",
            "committed advance usage_captured",
            "standing usage_captured");
  }

  @Test
  void before_thatFailsAtTheCommit_leavesAllAsItWas() {
    Lease lease = acquire();
    failAt("commit advance usage_captured");

    assertThatThrownBy(() -> table.advance(lease, 10, false)).hasMessage("killed");

    store.comeBack();
    assertThat(table.standing().queued()).isEqualTo(1);
    assertThat(table.advance(lease, 10, false).cells()).isEqualTo(1);
  }

  @Test
  void before_thatFailsBehindTheCommit_losesTheAnswerAlone() {
    Lease lease = acquire();
    failAt("committed advance usage_captured");

    assertThatThrownBy(() -> table.advance(lease, 10, false)).hasMessage("killed");

    assertThat(table.standing().queued()).isZero();
  }

  @Test
  void before_thatStealsTheLease_fencesWhoGoesOn() {
    Lease lease = acquire();
    store.before(
        step -> {
          if (step.equals("advance usage_captured")) {
            store.comeBack();
            clock.advance(LEASE);
            acquire();
          }
        });

    assertThatThrownBy(() -> table.advance(lease, 10, false)).isInstanceOf(FencedException.class);
    assertThat(table.standing().queued()).isEqualTo(1);
  }

  @Test
  void before_thatWritesAtTheCommit_isRefused() {
    Lease lease = acquire();
    store.before(
        step -> {
          if (step.startsWith("commit ")) {
            store.source().put(UsageEvent.of(2).task(null).row());
          }
        });

    assertThatThrownBy(() -> table.advance(lease, 10, false))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("open transaction");
  }

  @Test
  void goAway_everything_failsUntilItIsBack() {
    store.goAway();
    assertThatThrownBy(table::standing).isInstanceOf(MirrorUnavailableException.class);

    store.comeBack();
    assertThat(table.standing().queued()).isEqualTo(1);
  }

  private void failAt(String failing) {
    store.before(
        step -> {
          if (step.equals(failing)) {
            throw new IllegalStateException("killed");
          }
        });
  }

  private Lease acquire() {
    return ((Acquired.Mine) store.leases(PLAN).acquire("here", LEASE)).lease();
  }
}
