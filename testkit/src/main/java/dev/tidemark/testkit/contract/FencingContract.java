package dev.tidemark.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.core.FencedException;
import dev.tidemark.core.feed.Position;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.sync.spi.Mode;
import dev.tidemark.core.sync.spi.Source;
import dev.tidemark.core.sync.spi.Staging;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** A cycle of a leader that was replaced comes too late. */
public interface FencingContract extends ReplicaFixture {

  @Test
  default void apply_inTheTermOfTheLastRun_isDone() {
    Row row = Sample.live(Sample.ORG, 1, 1);
    try (Cycles cycles = new Cycles(this)) {
      begin(cycles, 7);

      cycles.live(row);

      assertThat(cycles.rows(Sample.ORG)).containsExactly(row);
    }
  }

  @Test
  default void apply_afterALaterTermBegan_isRefusedAndChangesNothing() {
    Row row = Sample.live(Sample.ORG, 1, 1);
    try (Cycles cycles = new Cycles(this);
        Staging staging = cycles.replica().store().stage(Mode.INCREMENTAL)) {
      begin(cycles, 7);
      Cycles.stage(staging, Source.LIVE, row);
      begin(cycles, 8);

      assertThatThrownBy(() -> cycles.apply(staging))
          .isInstanceOf(FencedException.class)
          .hasMessageContaining("apply cycle 1")
          .hasMessageContaining("term 7")
          .hasMessageContaining("term 8");
      assertThat(cycles.rows(Sample.ORG)).isEmpty();
      assertThat(cycles.replica().feed().latest()).isEqualTo(Position.START);
    }
  }

  /** The leader of the later term goes on, whatever the other one tried. */
  @Test
  default void apply_inTheLaterTerm_isDoneAfterAnotherWasRefused() {
    Row row = Sample.live(Sample.ORG, 1, 1);
    try (Cycles cycles = new Cycles(this)) {
      begin(cycles, 7);
      begin(cycles, 8);
      assertThatThrownBy(() -> cycles.live(row)).isInstanceOf(FencedException.class);

      cycles.live(row);

      assertThat(cycles.rows(Sample.ORG)).containsExactly(row);
    }
  }

  /** The journal numbers its runs as {@link Cycles} numbers what it applies. */
  private static void begin(Cycles cycles, long term) {
    cycles.replica().journal().begin(Mode.INCREMENTAL, cycles.now(), OptionalLong.of(term));
  }
}
