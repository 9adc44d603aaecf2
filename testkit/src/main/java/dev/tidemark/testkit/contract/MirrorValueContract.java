package dev.tidemark.testkit.contract;

import dev.tidemark.core.query.KeyRange;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A row is on the mirror to the letter, whichever way it came there. */
public interface MirrorValueContract extends MirrorFixture {

  @Test
  default void values_integersAtTheirLimits_areKept() {
    assertAllKept("whole", Long.MIN_VALUE, Long.MIN_VALUE + 1, -1L, 0L, Long.MAX_VALUE);
  }

  @Test
  default void values_realsAtTheirLimits_areKept() {
    assertAllKept(
        "real",
        Double.MAX_VALUE,
        -Double.MAX_VALUE,
        Double.MIN_VALUE,
        Double.MIN_NORMAL,
        0.1 + 0.2,
        52.520008,
        3.0,
        0.0,
        -0.0,
        9_007_199_254_740_993.0,
        1e15,
        1e-15,
        1e300);
  }

  @Test
  default void values_texts_areKept() {
    assertAllKept(
        "text",
        "",
        " ",
        "trailing  ",
        "Case",
        "case",
        "\u0000",
        "before\u0000after",
        "Zürich 東京 😀 \uD835\uDD4B",
        "e\u0301 is not \u00e9",
        "'; DROP TABLE every; --",
        "\"quoted\" \\ back\nline\ttab\r\u001f\u007f\u2028\uFEFF\u001a",
        "\\N",
        "\\",
        "\\\\n\\t\\0\\",
        "\n",
        "\t\t",
        "NULL",
        "null",
        "-",
        "1.0",
        "x".repeat(1_000_000) + "😀");
  }

  @Test
  default void values_json_isKeptToTheLetter() {
    assertAllKept(
        "json",
        "null",
        "true",
        "1.0",
        "1e400",
        "18446744073709551616",
        "\"\\u0000 \\n\\t\\\"\\\\\\/ 😀\"",
        "[]",
        "{}",
        "{\"b\":1,\"a\":[null,{\"a\":\"\"}]}",
        "[" + "1,".repeat(100_000) + "1]");
  }

  @Test
  default void values_booleans_areKept() {
    assertAllKept("flag", true, false);
  }

  @Test
  default void values_instantsAtTheirLimits_areKept() {
    Stream.of("seconds", "millis", "micros", "nanos")
        .forEach(
            field ->
                assertAllKept(
                    field,
                    Instant.parse("0000-01-01T00:00:00Z"),
                    Instant.parse("0999-12-31T23:59:59.999999999Z"),
                    Instant.parse("1582-10-04T12:00:00Z"),
                    Instant.parse("1582-10-14T12:00:00Z"),
                    Instant.parse("1969-12-31T23:59:59.999999999Z"),
                    Instant.EPOCH,
                    Instant.parse("2024-02-29T00:00:00.000001999Z"),
                    Instant.parse("2026-03-29T01:30:00Z"),
                    Instant.parse("2038-01-19T03:14:08.1Z"),
                    Instant.parse("9999-12-31T23:59:59.999999999Z")));
  }

  @Test
  default void values_nullAndMissing_areToldApart() {
    assertKept(
        Sample.EVERY,
        List.of(
            Sample.of(Sample.EVERY, "id", 1L, "whole", null, "text", null, "seconds", null),
            Sample.of(Sample.EVERY, "id", 2L),
            Sample.of(Sample.EVERY, "id", 3L, "text", "", "json", "\"\"")));
  }

  @Test
  default void values_extraAndVanished_areKept() {
    Row row =
        Row.builder(Sample.EVERY)
            .set(0, 1L)
            .extra("{\"a\":{\"deep\":[1,null]},\"zoë\":\"😀\\n\"}")
            .build();
    Row gone = Sample.of(Sample.EVERY, "id", 2L, "text", "was here");
    assertKept(
        Sample.EVERY,
        List.of(row, Sample.vanished(gone, Instant.parse("2026-04-16T08:30:00.123456Z"))));
  }

  @Test
  default void values_keysAtTheirLimits_areKept() {
    assertKept(
        Sample.EVERY,
        List.of(
            Sample.of(Sample.EVERY, "id", Long.MIN_VALUE),
            Sample.of(Sample.EVERY, "id", -1L),
            Sample.of(Sample.EVERY, "id", 0L),
            Sample.of(Sample.EVERY, "id", Long.MAX_VALUE)));
  }

  /** Keys that look alike are different keys: upper and lower case, accents, trailing blanks. */
  @Test
  default void values_textKeysThatLookAlike_areDifferentRows() {
    assertKept(
        Sample.WORD,
        Stream.of("", " ", "A", "a", "a ", "a\u0000", "\\N", "e\u0301", "\u00e9", "\uFFFD", "😀")
            .map(text -> Sample.word(text, "means " + text.length()))
            .toList());
  }

  @Test
  default void values_compositeKeys_areKept() {
    assertKept(
        Sample.PORT,
        List.of(
            Sample.port(1, "", "empty label", 1),
            Sample.port(1, "[1,\"a\"]", "looks like a key", 1),
            Sample.port(1, "a", "one", 1),
            Sample.port(1, "A", "two", 1),
            Sample.port(1, "😀", "four bytes", 1),
            Sample.port(11, "a", "not 1 and 1a", 1),
            Sample.port(-1, "a", "below zero", 1)));
  }

  /**
   * Upserted over nothing, over others and over themselves; loaded into nothing and over others.
   */
  private void assertKept(EntityType type, List<Row> rows) {
    try (Mirrored mirrored = new Mirrored(this, type)) {
      mirrored.upsert(rows);
      mirrored.assertHolds(type, rows);
      mirrored.upsert(rows);
      mirrored.assertHolds(type, rows);
      mirrored.load(KeyRange.ALL, rows);
      mirrored.assertHolds(type, rows);
    }
    try (Mirrored mirrored = new Mirrored(this, type)) {
      mirrored.load(KeyRange.ALL, rows);
      mirrored.assertHolds(type, rows);
    }
  }

  private void assertAllKept(String field, @Nullable Object... values) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      rows.add(Sample.of(Sample.EVERY, "id", (long) i, field, values[i]));
    }
    assertKept(Sample.EVERY, rows);
  }
}
