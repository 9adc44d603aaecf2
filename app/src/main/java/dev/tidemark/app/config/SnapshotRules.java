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
    rules.trust();
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
    if (forwards) {
      needs(EdgeSettings.WRITES, EdgeSettings.ORIGIN);
    }
  }

  /** A password is for a store, and a store for an origin that shows a certificate. */
  private void trust() {
    needs(EdgeSettings.ORIGIN_TRUST_STORE_PASSWORD, EdgeSettings.ORIGIN_TRUST_STORE);
    needs(EdgeSettings.ORIGIN_TRUST_STORE, EdgeSettings.ORIGIN);
    if (chosen.containsKey(EdgeSettings.ORIGIN_TRUST_STORE)) {
      configuration
          .find(EdgeSettings.ORIGIN)
          .filter(origin -> !"https".equalsIgnoreCase(origin.getScheme()))
          .ifPresent(
              origin ->
                  problem(
                      EdgeSettings.ORIGIN_TRUST_STORE,
                      "is of no use where %s is %s, expected https"
                          .formatted(EdgeSettings.ORIGIN, origin)));
    }
  }

  private void needs(Setting<?> setting, Setting<?> other) {
    if (chosen.containsKey(setting) && !chosen.containsKey(other)) {
      problem(setting, "is of no use without %s".formatted(other));
    }
  }

  /**
   * @param setting one that somebody has set, whether to a good value or not
   */
  private void problem(Setting<?> setting, String what) {
    problems.add("%s: %s: %s".formatted(chosen.get(setting).origin(), setting, what));
  }
}
