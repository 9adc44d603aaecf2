package dev.tidemark.app.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AmountsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 | 0 B",
        "999 | 999 B",
        "1000 | 1.0 kB",
        "999949 | 999.9 kB",
        "999950 | 1.0 MB",
        "12100000 | 12.1 MB",
        "3000000000 | 3.0 GB"
      })
  void bytes_anySize_hasOneUnit(long bytes, String expected) {
    assertThat(Amounts.bytes(bytes)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "-5, 0 ms",
    "42, 42 ms",
    "3200, 3.2 s",
    "250000, 4 min 10 s",
    "240000, 4 min",
    "7500000, 2 h 5 min",
    "273600000, 3 d 4 h"
  })
  void time_anyLength_hasAtMostTwoUnits(long millis, String expected) {
    assertThat(Amounts.time(Duration.ofMillis(millis))).isEqualTo(expected);
  }

  @Test
  void wait_partOfASecond_isRoundedUp() {
    assertThat(Amounts.wait(Duration.ofMillis(-10))).isEqualTo("1 s");
    assertThat(Amounts.wait(Duration.ofMillis(14_001))).isEqualTo("15 s");
    assertThat(Amounts.wait(Duration.ofSeconds(3_540))).isEqualTo("59 min");
  }

  @Test
  void count_oneAndMany_areWorded() {
    assertThat(Amounts.count(1, "row", "rows")).isEqualTo("1 row");
    assertThat(Amounts.count(1_234_567, "row", "rows")).isEqualTo("1,234,567 rows");
  }
}
