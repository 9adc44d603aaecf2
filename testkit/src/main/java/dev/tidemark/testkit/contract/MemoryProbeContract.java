package dev.tidemark.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.core.sync.spi.MemoryProbe;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** The contract of a probe of memory. */
@Covers(MemoryProbe.class)
public interface MemoryProbeContract {

  int MEBIBYTE = 1 << 20;

  MemoryProbe probe();

  /** Takes this much more of the heap, in bytes, and holds on to it until {@link #letGo()}. */
  void hold(int bytes);

  /** Lets go of all that is held. */
  void letGo();

  @Test
  default void heapInUse_holdingMore_isAtLeastThat() {
    hold(48 * MEBIBYTE);

    assertThat(probe().heapInUse()).isGreaterThanOrEqualTo(48 * MEBIBYTE);
  }

  @Test
  default void liveHeap_holdingMore_growsByThat() {
    long before = probe().liveHeap();

    hold(48 * MEBIBYTE);

    assertThat(probe().liveHeap() - before).isBetween(40L * MEBIBYTE, 64L * MEBIBYTE);
  }

  @Test
  default void liveHeap_afterLettingGo_countsNoGarbage() {
    hold(48 * MEBIBYTE);
    long held = probe().liveHeap();

    letGo();

    assertThat(held - probe().liveHeap()).isBetween(40L * MEBIBYTE, 64L * MEBIBYTE);
  }

  /** Where the system tells it at all: a peak never falls, and is above what is used now. */
  @Test
  default void peakResident_afterLettingGo_doesNotFall() {
    hold(48 * MEBIBYTE);
    OptionalLong before = probe().peakResident();

    letGo();

    OptionalLong after = probe().peakResident();
    assertThat(after.isPresent()).isEqualTo(before.isPresent());
    assertThat(after.orElse(0)).isGreaterThanOrEqualTo(before.orElse(0));
    assertThat(before.orElse(Long.MAX_VALUE)).isGreaterThanOrEqualTo(48L * MEBIBYTE);
  }
}
