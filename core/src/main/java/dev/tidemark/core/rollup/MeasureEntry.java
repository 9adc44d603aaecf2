package dev.tidemark.core.rollup;

import dev.tidemark.core.schema.DocumentReader;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a document says of one measure: {@code count}, {@code sum(a)}, {@code sum(a) where b is
 * missing}.
 */
record MeasureEntry(DocumentReader reader, String path) {

  private static final String FIELD = "(\\w+(?:\\.\\w+)*)";
  private static final Pattern FORM =
      Pattern.compile(
          "(\\w+)(?:\\s*\\(\\s*%1$s\\s*\\)(?:\\s+where\\s+%1$s\\s+is\\s+missing)?)?"
              .formatted(FIELD));
  private static final String COUNT = "count";
  private static final List<String> OF_A_FIELD = List.of("sum", "distinct", "min", "max");

  /** What is no measure counts as one that is known, so that it is told once. */
  Measure read(String name, @Nullable Object said) {
    String text = reader.text(path, said);
    Matcher parts = FORM.matcher(text);
    if (!text.isEmpty() && !parts.matches()) {
      reader.problem(expectation(text));
    } else if (!text.isEmpty()) {
      return measure(name, text, parts).orElseGet(() -> count(name));
    }
    return count(name);
  }

  private Optional<Measure> measure(String name, String text, Matcher parts) {
    String kind = parts.group(1);
    boolean isOfField = OF_A_FIELD.contains(kind);
    if (!isOfField && !kind.equals(COUNT)) {
      reader.unknown(path, "measure", kind, List.of("count", "sum", "distinct", "min", "max"));
      return Optional.empty();
    }
    Optional<FieldPath> of = field(parts.group(2));
    Optional<FieldPath> missing = field(parts.group(3));
    if (of.isPresent() != isOfField || (missing.isPresent() && !kind.equals("sum"))) {
      reader.problem(expectation(text));
      return Optional.empty();
    }
    Measure.Kind made =
        missing.isPresent()
            ? Measure.Kind.SUM_WHERE_MISSING
            : Measure.Kind.valueOf(kind.toUpperCase(Locale.ROOT));
    return Optional.of(new Measure(name, made, of, missing));
  }

  private String expectation(String text) {
    return "%s: expected count, sum(FIELD), distinct(FIELD), min(FIELD), max(FIELD) or sum(FIELD) where FIELD is missing, found \"%s\""
        .formatted(path, text);
  }

  private static Optional<FieldPath> field(@Nullable String text) {
    return Optional.ofNullable(text).map(FieldPath::of);
  }

  private static Measure count(String name) {
    return new Measure(name, Measure.Kind.COUNT, Optional.empty(), Optional.empty());
  }
}
