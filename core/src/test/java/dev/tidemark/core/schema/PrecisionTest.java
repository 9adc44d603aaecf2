package dev.tidemark.core.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PrecisionTest {

  private static final Instant FIRST = Instant.parse("0000-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999999Z");

  @ParameterizedTest
  @CsvSource({
    "SECONDS, 2026-04-16T08:30:00Z",
    "MILLIS, 2026-04-16T08:30:00.123Z",
    "MICROS, 2026-04-16T08:30:00.123987Z",
    "NANOS, 2026-04-16T08:30:00.123987654Z"
  })
  void format_cutsAndNeverRounds(Precision precision, String text) {
    assertThat(precision.format(Instant.parse("2026-04-16T08:30:00.123987654Z"))).isEqualTo(text);
  }

  @ParameterizedTest
  @EnumSource
  void format_randomInstants_isWhatJavaTimeSays(Precision precision) {
    String fraction = List.of("", ".SSS", ".SSSSSS", ".SSSSSSSSS").get(precision.ordinal());
    DateTimeFormatter expected =
        DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss" + fraction + "'Z'")
            .withZone(ZoneOffset.UTC);
    for (Instant instant : instants(20_000)) {
      String text = precision.format(instant);
      assertThat(text).isEqualTo(expected.format(instant));
      assertThat(precision.parse(text)).isEqualTo(precision.cut(instant));
    }
  }

  @ParameterizedTest
  @EnumSource
  void format_textOrder_isTimeOrder(Precision precision) {
    List<Instant> instants = new ArrayList<>(instants(2_000));
    instants.sort(null);

    assertThat(instants.stream().map(precision::format)).isSorted();
  }

  @ParameterizedTest
  @EnumSource
  void format_limits_roundTrip(Precision precision) {
    assertThat(precision.parse(precision.format(FIRST))).isEqualTo(FIRST);
    assertThat(precision.parse(precision.format(LAST))).isEqualTo(precision.cut(LAST));
  }

  @Test
  void format_yearWithoutFourDigits_isRefused() {
    for (Instant beyond :
        List.of(FIRST.minusNanos(1), LAST.plusNanos(1), Instant.MIN, Instant.MAX)) {
      assertThatThrownBy(() -> Precision.SECONDS.format(beyond))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("four digits");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "2026-04-16T08:30:00Z, 2026-04-16T08:30:00Z",
    "2026-04-16T08:30Z, 2026-04-16T08:30:00Z",
    "2026-04-16T08:30:00.9999Z, 2026-04-16T08:30:00Z",
    "2026-04-16T10:30:00+02:00, 2026-04-16T08:30:00Z",
    "2026-04-15T22:30:00-10:00, 2026-04-16T08:30:00Z",
    "2024-02-29T23:59:59Z, 2024-02-29T23:59:59Z"
  })
  void parse_anyIsoText_isCutToThePrecision(String text, String expected) {
    assertThat(Precision.SECONDS.parse(text)).isEqualTo(Instant.parse(expected));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "yesterday",
        "2026-04-16",
        "2026-04-16T08:30:00",
        "2026-04-16 08:30:00Z",
        "2026-02-30T08:30:00Z",
        "2026-13-01T08:30:00Z",
        "2026-04-16T24:00:00Z",
        "2026-04-16T08:60:00Z",
        "2026-04-16T08:30:60Z",
        "２026-04-16T08:30:00Z",
        "+10000-01-01T00:00:00Z",
        "-0001-12-31T23:59:59Z",
        "9999-12-31T23:59:59-01:00",
        "1713256200"
      })
  void parse_anythingElse_isRefused(String text) {
    assertThatThrownBy(() -> Precision.SECONDS.parse(text)).isInstanceOf(DateTimeException.class);
  }

  @Test
  void cut_beforeTheEpoch_goesBack() {
    assertThat(Precision.SECONDS.cut(Instant.parse("1969-12-31T23:59:58.5Z")))
        .isEqualTo(Instant.parse("1969-12-31T23:59:58Z"));
  }

  private static List<Instant> instants(int count) {
    return new Random(42)
        .longs(count, FIRST.getEpochSecond(), LAST.getEpochSecond() + 1)
        .mapToObj(
            second -> Instant.ofEpochSecond(second, Math.floorMod(second * 31, 1_000_000_000)))
        .toList();
  }
}
