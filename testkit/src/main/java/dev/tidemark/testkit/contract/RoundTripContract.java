package dev.tidemark.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Row;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A stored row reads back as it was, and is then no change when it comes again. */
public interface RoundTripContract extends ReplicaFixture {

  @Test
  default void roundTrip_ordinaryValues_areKept() {
    assertKept(
        Sample.of(
            Sample.EVERY,
            "id",
            1L,
            "whole",
            42L,
            "real",
            52.520008,
            "text",
            "plain",
            "flag",
            true,
            "json",
            "[1,2]",
            "seconds",
            Instant.parse("2026-04-16T08:30:00Z"),
            "millis",
            Instant.parse("2026-04-16T08:30:00.123Z"),
            "micros",
            Instant.parse("2026-04-16T08:30:00.123456Z"),
            "nanos",
            Instant.parse("2026-04-16T08:30:00.123456789Z")));
  }

  @Test
  default void roundTrip_integersAtTheirLimits_areKept() {
    assertAllKept("whole", Long.MIN_VALUE, Long.MIN_VALUE + 1, -1L, 0L, Long.MAX_VALUE);
  }

  @Test
  default void roundTrip_keysAtTheirLimits_areKept() {
    assertKept(
        Sample.of(Sample.EVERY, "id", Long.MIN_VALUE),
        Sample.of(Sample.EVERY, "id", 0L),
        Sample.of(Sample.EVERY, "id", Long.MAX_VALUE));
  }

  @Test
  default void roundTrip_realsAtTheirLimits_areKept() {
    assertAllKept(
        "real",
        Double.MAX_VALUE,
        -Double.MAX_VALUE,
        Double.MIN_VALUE,
        Double.MIN_NORMAL,
        0.1 + 0.2,
        3.0,
        0.0,
        9_007_199_254_740_993.0,
        1e300);
  }

  /** The sign of zero may be lost, but must not make a change. */
  @Test
  default void roundTrip_negativeZero_staysZeroAndIsNoChange() {
    Row row = Sample.of(Sample.EVERY, "id", 1L, "real", -0.0);
    try (Cycles cycles = new Cycles(this)) {
      cycles.live(row);

      assertThat(cycles.rows(Sample.EVERY).get(0).value("real")).isIn(0.0, -0.0);
      assertThat(Cycles.total(cycles.live(row)).unchanged()).isEqualTo(1);
    }
  }

  @Test
  default void roundTrip_textsAtTheirLimits_areKept() {
    assertAllKept(
        "text",
        "",
        " ",
        "\u0000",
        "before\u0000after",
        "Zürich 東京 😀 \uD835\uDD4B",
        "e\u0301 is not \u00e9",
        "'; DROP TABLE every; --",
        "\"quoted\" \\ back\nline\ttab\r\u001f\u007f\u2028\uFEFF",
        "null",
        "1",
        "1.0",
        "x".repeat(1_000_000) + "😀");
  }

  @Test
  default void roundTrip_booleans_areKept() {
    assertAllKept("flag", true, false);
  }

  @Test
  default void roundTrip_json_isKeptToTheLetter() {
    assertAllKept(
        "json",
        "null",
        "true",
        "0",
        "1.0",
        "1e400",
        "18446744073709551616",
        "\"text\"",
        "\"\\u0000 😀\"",
        "[]",
        "{}",
        "{\"b\":1,\"a\":[null,{\"a\":\"\"}]}",
        "[" + "1,".repeat(100_000) + "1]");
  }

  @Test
  default void roundTrip_instantsAtTheirLimits_areKept() {
    Stream.of("seconds", "millis", "micros", "nanos")
        .forEach(
            field ->
                assertAllKept(
                    field,
                    Instant.parse("0000-01-01T00:00:00Z"),
                    Instant.parse("0999-12-31T23:59:59.999999999Z"),
                    Instant.parse("1582-10-04T12:00:00Z"),
                    Instant.parse("1969-12-31T23:59:59.999999999Z"),
                    Instant.EPOCH,
                    Instant.parse("2024-02-29T00:00:00.000000001Z"),
                    Instant.parse("2038-01-19T03:14:08.1Z"),
                    Instant.parse("9999-12-31T23:59:59.999999999Z")));
  }

  @Test
  default void roundTrip_nullAndMissing_areToldApart() {
    Row nulls = Sample.of(Sample.EVERY, "id", 1L, "whole", null, "text", null, "seconds", null);
    Row missing = Sample.of(Sample.EVERY, "id", 2L);
    assertKept(nulls, missing);
  }

  @Test
  default void roundTrip_fieldThatBecomesMissing_isNotRemembered() {
    try (Cycles cycles = new Cycles(this)) {
      cycles.live(Sample.of(Sample.EVERY, "id", 1L, "text", "was here", "whole", 1L));
      Row without = Sample.of(Sample.EVERY, "id", 1L, "whole", 1L);

      assertThat(Cycles.total(cycles.live(without)).updated()).isEqualTo(1);
      assertThat(cycles.rows(Sample.EVERY)).containsExactly(without);
    }
  }

  @Test
  default void roundTrip_nullThatBecomesMissing_isAChange() {
    try (Cycles cycles = new Cycles(this)) {
      cycles.live(Sample.of(Sample.EVERY, "id", 1L, "text", null));
      Row missing = Sample.of(Sample.EVERY, "id", 1L);

      assertThat(Cycles.total(cycles.live(missing)).updated()).isEqualTo(1);
      assertThat(cycles.rows(Sample.EVERY)).containsExactly(missing);
    }
  }

  @Test
  default void roundTrip_extra_isKept() {
    Row.Builder builder = Row.builder(Sample.EVERY).set(0, 1L);
    assertKept(builder.extra("{\"a\":{\"deep\":[1,null]},\"zoë\":\"😀\"}").build());
  }

  @Test
  default void roundTrip_extraThatGoesAway_isAChange() {
    try (Cycles cycles = new Cycles(this)) {
      cycles.live(Row.builder(Sample.EVERY).set(0, 1L).extra("{\"a\":1}").build());
      Row without = Sample.of(Sample.EVERY, "id", 1L);

      assertThat(Cycles.total(cycles.live(without)).updated()).isEqualTo(1);
      assertThat(cycles.rows(Sample.EVERY)).containsExactly(without);
    }
  }

  @Test
  default void roundTrip_tombstoneWithNullsAndGaps_isKept() {
    Row scrubbed = Sample.dead(Sample.ORG, 1, 3, "name", null);
    try (Cycles cycles = new Cycles(this)) {
      cycles.live(scrubbed);

      assertThat(cycles.rows(Sample.ORG)).containsExactly(scrubbed);
      assertThat(cycles.rows(Sample.ORG).get(0).missing()).containsExactly("notes");
    }
  }

  @Test
  default void roundTrip_compositeKeysAndReferences_areKept() {
    List<Row> ports =
        List.of(
            Sample.port(1, "", "empty label", 1),
            Sample.port(1, "[1,\"a\"]", "looks like a key", 1),
            Sample.port(1, "a", "one", 1),
            Sample.port(1, "😀", "four bytes", 1),
            Sample.port(11, "a", "not 1 and 1a", 1));
    Row cable = Sample.cable("c-1", 1, "😀", 2);
    try (Cycles cycles = new Cycles(this)) {
      cycles.live(ports.toArray(Row[]::new));
      cycles.live(cable);

      assertThat(cycles.rows(Sample.PORT)).containsExactlyElementsOf(ports);
      assertThat(cycles.rows(Sample.CABLE)).containsExactly(cable);
    }
  }

  /** Keys that look alike are different keys: upper and lower case, accents, trailing blanks. */
  @Test
  default void roundTrip_textKeysThatLookAlike_areDifferentRows() {
    List<Row> words =
        Stream.of("", "A", "a", "a ", "a\u0000", "e\u0301", "\u00e9", "\uFFFD", "😀")
            .map(text -> Sample.word(text, "means " + text.length()))
            .sorted((a, b) -> KeyOrder.compare(a.key(), b.key()))
            .toList();
    try (Cycles cycles = new Cycles(this)) {
      cycles.list(words.toArray(Row[]::new));

      assertThat(cycles.rows(Sample.WORD)).containsExactlyElementsOf(words);
    }
  }

  private void assertAllKept(String field, Object... values) {
    Row[] rows = new Row[values.length];
    for (int i = 0; i < values.length; i++) {
      rows[i] = Sample.of(Sample.EVERY, "id", (long) i, field, values[i]);
    }
    assertKept(rows);
  }

  private void assertKept(Row... rows) {
    try (Cycles cycles = new Cycles(this)) {
      EntityType type = rows[0].type();
      cycles.live(rows);
      assertThat(cycles.rows(type)).containsExactly(rows);

      cycles.reopen();
      assertThat(cycles.rows(type)).as("after opening again").containsExactly(rows);
      assertThat(Cycles.total(cycles.live(rows)).unchanged())
          .as("rows that come again as they are")
          .isEqualTo(rows.length);
    }
  }
}
