package dev.tidemark.testkit.rollup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.core.rollup.BackfillRequest;
import dev.tidemark.core.rollup.Rollup;
import dev.tidemark.testkit.contract.RollupFixture.Part;
import dev.tidemark.testkit.model.UsageEvent;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What was taken away of a rollup is noticed by whatever is done next. */
final class PreparedTest {

  private final RollupBench bench = RollupBench.captured();

  static Stream<Consumer<Rollup>> operations() {
    return Stream.of(
        Rollup::tick,
        rollup -> rollup.backfill(BackfillRequest.by(RollupBench.POLICY)),
        rollup -> rollup.verify(true),
        Rollup::settle,
        Rollup::requireSettled);
  }

  @ParameterizedTest
  @MethodSource("operations")
  void anyOperation_preparesFirst(Consumer<Rollup> operation) {
    bench.filled();
    List<String> steps = bench.steps();

    operation.accept(bench.rollup);

    assertThat(steps).startsWith("prepare");
  }

  @Test
  void look_neverPrepared_makesNothing() {
    List<String> steps = bench.steps();

    assertThat(bench.standing().isComplete()).isFalse();

    assertThat(steps).containsExactly("standing");
  }

  @ParameterizedTest
  @EnumSource(Part.class)
  void tick_partWasDropped_isNotCompleteUntilFilledAnew(Part part) {
    bench.put(UsageEvent.of(1));
    bench.filled();
    bench.tick();
    bench.store.drop(bench.plan, part);
    bench.put(UsageEvent.of(2).when("11:15"));

    bench.tick();
    assertThat(bench.standing().isComplete()).isFalse();

    bench.backfill();
    bench.tick();
    bench.assertConverged();
    assertThat(bench.standing().isComplete()).isTrue();
  }
}
