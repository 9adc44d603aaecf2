package dev.tidemark.core.snapshot;

import dev.tidemark.core.schema.NearMiss;
import dev.tidemark.core.snapshot.Target.Strategy;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Finds everything that is wrong with what people write of a target. */
final class TargetCheck {

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9.-]{0,39}");

  private TargetCheck() {}

  /** The strategy of that word, if there is one. */
  static Optional<Strategy> check(
      String name, String strategy, String endpoint, Consumer<String> problems) {
    if (!NAME.matcher(name).matches()) {
      problems.accept(
          "name: \"%s\" is no name of a target: expected a small letter, then small letters, digits, - or a dot, at most 40 in all"
              .formatted(name));
    }
    Optional<Strategy> known =
        Arrays.stream(Strategy.values()).filter(each -> each.word().equals(strategy)).findFirst();
    if (known.isEmpty()) {
      List<String> words = Arrays.stream(Strategy.values()).map(Strategy::word).toList();
      problems.accept(
          "strategy: no such strategy: %s; expected one of %s%s"
              .formatted(strategy, String.join(", ", words), NearMiss.hint(strategy, words)));
    }
    if (!endpoint.isEmpty() || known.filter(Strategy.NOOP::equals).isEmpty()) {
      checkEndpoint(endpoint, problems);
    }
    return known;
  }

  private static void checkEndpoint(String endpoint, Consumer<String> problems) {
    try {
      Endpoint.parse(endpoint);
    } catch (IllegalArgumentException e) {
      problems.accept("endpoint: " + e.getMessage());
    }
  }
}
