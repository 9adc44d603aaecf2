package dev.tidemark.app.config;

import dev.tidemark.app.text.Amounts;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What settings of publishing and of edges have to be together, beside what each is alone. Whether
 * the files of certificates and keys can be read is seen by those who use them: who only looks may
 * not be allowed to.
 */
final class SnapshotRules {

  private final Map<Setting<?>, Given> chosen;
  private final Configuration configuration;
  private final List<String> problems = new ArrayList<>();

  private SnapshotRules(Map<Setting<?>, Given> chosen, Configuration configuration) {
    this.chosen = chosen;
    this.configuration = configuration;
  }

  /**
   * Everything that does not go together.
   *
   * @param chosen what somebody has set
   * @param configuration what is good of it, each value for itself
   */
  static List<String> problems(Map<Setting<?>, Given> chosen, Configuration configuration) {
    SnapshotRules rules = new SnapshotRules(chosen, configuration);
    rules.certificates();
    rules.delays();
    rules.writes();
    return rules.problems;
  }

  /** All of them or none; none where nobody has to prove anything. */
  private void certificates() {
    List<Setting<Path>> there = QuicSettings.FILES.stream().filter(chosen::containsKey).toList();
    if (there.isEmpty()) {
      return;
    }
    if (configuration.find(QuicSettings.INSECURE).orElse(false)) {
      problem(QuicSettings.INSECURE, "expected false where there is " + there.get(0));
      return;
    }
    QuicSettings.FILES.stream()
        .filter(each -> !chosen.containsKey(each))
        .forEach(
            each ->
                problem(there.get(0), "is of no use without %s, expected both".formatted(each)));
  }

  private void delays() {
    Duration quiet = configuration.find(PublishSettings.QUIET_PERIOD).orElse(Duration.ZERO);
    Duration most = configuration.find(PublishSettings.MAX_DELAY).orElse(quiet);
    if (quiet.compareTo(most) > 0) {
      Setting<?> blamed =
          chosen.containsKey(PublishSettings.QUIET_PERIOD)
              ? PublishSettings.QUIET_PERIOD
              : PublishSettings.MAX_DELAY;
      problem(
          blamed,
          "expected %s of %s to be no more than %s of %s"
              .formatted(
                  PublishSettings.QUIET_PERIOD,
                  Amounts.time(quiet),
                  PublishSettings.MAX_DELAY,
                  Amounts.time(most)));
    }
  }

  /** Without anything said, an edge without an origin refuses. */
  private void writes() {
    boolean forwards =
        chosen.containsKey(EdgeSettings.WRITES)
            && configuration
                .find(EdgeSettings.WRITES)
                .filter(how -> how != EdgeSettings.Writes.REFUSE)
                .isPresent();
    if (forwards && !chosen.containsKey(EdgeSettings.ORIGIN)) {
      problem(EdgeSettings.WRITES, "is of no use without %s".formatted(EdgeSettings.ORIGIN));
    }
  }

  private void problem(Setting<?> setting, String what) {
    problems.add("%s: %s: %s".formatted(configuration.origin(setting), setting, what));
  }
}
