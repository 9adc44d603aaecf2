package dev.tidemark.testkit.contract;

import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Rows of a type like {@link StateSample#STRONG_EVERY} with every kind of value at its limits. */
final class Limits {

  private Limits() {}

  static List<Row> integers(EntityType every) {
    return rows(every, "whole", Long.MIN_VALUE, Long.MIN_VALUE + 1, -1L, 0L, Long.MAX_VALUE);
  }

  static List<Row> keys(EntityType every) {
    return Stream.of(Long.MIN_VALUE, -1L, 0L, Long.MAX_VALUE)
        .map(id -> StateSample.row(every, "id", id))
        .toList();
  }

  static List<Row> reals(EntityType every) {
    return rows(
        every,
        "real",
        Double.MAX_VALUE,
        -Double.MAX_VALUE,
        Double.MIN_VALUE,
        Double.MIN_NORMAL,
        0.1 + 0.2,
        3.0,
        0.0,
        9_007_199_254_740_993.0);
  }

  /** The sign of zero may be lost, and nothing else. */
  static Row negativeZero(EntityType every) {
    return StateSample.row(every, "id", 1L, "real", -0.0);
  }

  static List<Row> texts(EntityType every) {
    return rows(
        every,
        "text",
        "",
        " ",
        "before\u0000after",
        "Zürich 東京 😀 \uD835\uDD4B",
        "e\u0301 is not \u00e9",
        "'; DROP TABLE every; --",
        "\"quoted\" \\ back\nline\ttab\r\u001f\u007f\u2028\uFEFF",
        "null",
        "1.0",
        "x".repeat(100_000) + "😀");
  }

  static List<Row> booleans(EntityType every) {
    return rows(every, "flag", true, false);
  }

  static List<Row> json(EntityType every) {
    return rows(
        every,
        "json",
        "null",
        "1.0",
        "18446744073709551616",
        "\"\\u0000 😀 it's\"",
        "[]",
        "{\"b\":1,\"a\":[null,{\"a\":\"\"}]}");
  }

  /** More digits than any precision but the finest keeps; the rows have them cut. */
  static List<Row> instants(EntityType every, String field) {
    return rows(
        every,
        field,
        Instant.parse("0000-01-01T00:00:00Z"),
        Instant.parse("1582-10-04T12:00:00Z"),
        Instant.parse("1969-12-31T23:59:59.999999999Z"),
        Instant.EPOCH,
        Instant.parse("2026-04-16T08:30:00.123456789Z"),
        Instant.parse("9999-12-31T23:59:59.999999999Z"));
  }

  static Row nulls(EntityType every) {
    return StateSample.row(every, "id", 1L);
  }

  /** Texts as keys, in the order of their code points, which is not that of Java's chars. */
  static List<String> orderedTexts() {
    return List.of("", "A", "[1,\"a\"]", "a", "a ", "a'b", "e\u0301", "\u00e9", "\uFFFD", "😀");
  }

  private static List<Row> rows(EntityType every, String field, @Nullable Object... values) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      rows.add(StateSample.row(every, "id", (long) i, field, values[i]));
    }
    return rows;
  }
}
