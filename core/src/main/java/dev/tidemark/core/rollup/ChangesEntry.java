package dev.tidemark.core.rollup;

import dev.tidemark.core.schema.DocumentReader;
import dev.tidemark.core.time.DurationText;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a document says of how changes are found: {@code captured}, {@code {time: updated, lag: 5m,
 * at-most: 1d}} or {@code {sequence: position, at-most: 500000}}.
 */
record ChangesEntry(DocumentReader reader, String path) {

  private static final Changes UNSAID = new Changes.Captured();
  private static final Duration LAG = Duration.ofMinutes(5);
  private static final Duration A_DAY = Duration.ofDays(1);
  private static final long MANY = 500_000;

  Changes read(@Nullable Object said) {
    if (said == null || said.equals("captured")) {
      return UNSAID;
    }
    Map<String, Object> entries = DocumentReader.asMap(said).orElse(Map.of());
    if (entries.containsKey("time") == entries.containsKey("sequence")) {
      reader.problem(
          path
              + ": expected captured, {time: FIELD, lag: 5m, at-most: 1d} or {sequence: FIELD, at-most: 500000}, found "
              + said);
      return UNSAID;
    }
    return entries.containsKey("time") ? byTime(entries) : bySequence(entries);
  }

  private Changes byTime(Map<String, Object> said) {
    reader.knownKeys(path + ".", said, List.of("time", "lag", "at-most"));
    String field = reader.text(path + ".time", said.get("time"));
    Duration lag = duration("lag", said, LAG);
    Duration atMost = duration("at-most", said, A_DAY);
    if (atMost.isZero()) {
      reader.problem(path + ".at-most: expected more than 0, found " + said.get("at-most"));
      return UNSAID;
    }
    return field.isEmpty() ? UNSAID : new Changes.ByTime(field, lag, atMost);
  }

  private Duration duration(String name, Map<String, Object> said, Duration unsaid) {
    Object text = said.get(name);
    if (text == null) {
      return unsaid;
    }
    return DurationText.parse(text.toString())
        .orElseGet(
            () -> {
              reader.problem(
                  "%s.%s: expected a duration with a unit, such as 30s, 5m or 1d, found %s"
                      .formatted(path, name, text));
              return unsaid;
            });
  }

  private Changes bySequence(Map<String, Object> said) {
    reader.knownKeys(path + ".", said, List.of("sequence", "at-most"));
    String field = reader.text(path + ".sequence", said.get("sequence"));
    Object atMost = said.getOrDefault("at-most", MANY);
    long numbers =
        atMost instanceof Integer || atMost instanceof Long ? ((Number) atMost).longValue() : 0;
    if (numbers < 1) {
      reader.problem(path + ".at-most: expected a whole number, 1 or more, found " + atMost);
      return UNSAID;
    }
    return field.isEmpty() ? UNSAID : new Changes.BySequence(field, numbers);
  }
}
