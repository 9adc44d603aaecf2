package dev.tidemark.testkit.year;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The engine and its schedule, left alone for a year. */
final class YearTest {

  @ParameterizedTest
  @CsvSource({"1, 30", "2, 30", "3, 60"})
  void year_whateverHappens_keepsWhatIsPromised(long seed, int requestsPerHour) {
    long t = System.nanoTime();
    World world = new World(seed, requestsPerHour);

    world.run(Duration.ofDays(365));
    assertThat(world.promises.broken()).isEmpty();
    world.calmDown();
    System.err.println(world.promises.counted() + " " + (System.nanoTime() - t) / 1e9);

    assertThat(world.promises.broken()).isEmpty();
    assertEventful(world.promises.counted());
  }

  private static void assertEventful(Map<String, Integer> counted) {
    assertThat(counted.get("succeeded INCREMENTAL")).isGreaterThan(3_000);
  }
}
