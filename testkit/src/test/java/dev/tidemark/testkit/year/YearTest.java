package dev.tidemark.testkit.year;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The engine and its schedule, left alone for a year: restarts, outages, throttling, changes of
 * leader, clocks that jump, and an upstream that changes all the time. What must hold is in {@link
 * Promises}, {@link Liveness} and {@link Follower}.
 */
@Tag("proof")
final class YearTest {

  /** A full cycle takes about eleven requests, and the first one sixteen. */
  @ParameterizedTest
  @CsvSource({"1, 30", "2, 14", "3, 12"})
  void year_whateverHappens_keepsWhatIsPromised(long seed, int requestsPerHour) {
    World world = new World(seed, requestsPerHour);

    world.run(Duration.ofDays(365));
    world.calmDown();

    assertThat(world.promises.broken()).isEmpty();
    assertEventful(world.promises);
  }

  /** A year in which nothing happens proves nothing. */
  private static void assertEventful(Promises promises) {
    assertThat(promises.counted("succeeded INCREMENTAL")).isGreaterThan(5_000);
    assertThat(promises.counted("succeeded FULL")).isGreaterThan(300);
    assertThat(promises.counted("told to wait")).isGreaterThan(100);
    assertThat(promises.counted("gained")).isGreaterThan(300);
    assertThat(promises.counted("killed")).isGreaterThan(100);
    assertThat(promises.counted("stopped")).isGreaterThan(100);
    assertThat(promises.counted("clock set")).isGreaterThan(100);
    assertThat(promises.counted("in the middle of a cycle")).isGreaterThan(100);
    assertThat(promises.counted("trigger ACCEPTED")).isGreaterThan(50);
    assertThat(promises.counted("failed TimedOutException")).isGreaterThan(50);
    assertThat(promises.counted("failed CancelledException")).isGreaterThan(20);
    assertThat(promises.counted("failed UpstreamUnavailableException")).isGreaterThan(500);
    assertThat(promises.counted("Resumed")).isGreaterThan(10);
    assertThat(promises.counted("Swept")).isGreaterThan(50);
  }
}
