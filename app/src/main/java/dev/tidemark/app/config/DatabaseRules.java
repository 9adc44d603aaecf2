package dev.tidemark.app.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What settings of databases have to be together, beside what each has to be alone. */
final class DatabaseRules {

  private final Map<Setting<?>, Given> chosen;
  private final Configuration configuration;
  private final List<String> problems = new ArrayList<>();

  private DatabaseRules(Map<Setting<?>, Given> chosen, Configuration configuration) {
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
    DatabaseRules rules = new DatabaseRules(chosen, configuration);
    rules.leadership();
    rules.mirrors();
    return rules.problems;
  }

  private void leadership() {
    List<Setting<?>> all = new ArrayList<>(Settings.LEADERSHIP.all());
    all.add(Settings.LEADERSHIP_NAME);
    if (all.stream().anyMatch(chosen::containsKey) && isWhole(Settings.LEADERSHIP, all)) {
      nameOfTheLock();
    }
  }

  private void nameOfTheLock() {
    try {
      ConfiguredLeadership.of(configuration);
    } catch (IllegalArgumentException e) {
      problems.add(
          "%s: %s: %s"
              .formatted(
                  configuration.origin(Settings.LEADERSHIP_NAME),
                  Settings.LEADERSHIP_NAME,
                  e.getMessage()));
    }
  }

  private void mirrors() {
    Map<String, String> places = new HashMap<>();
    for (String name : configuration.mirrors()) {
      if (configuration.find(MirrorSettings.ENABLED.at(name)).orElse(false) && isWhole(name)) {
        String place = ConfiguredMirror.of(configuration, name).place();
        Optional.ofNullable(places.putIfAbsent(place, name))
            .ifPresent(other -> problems.add(twice(name, other, place)));
      }
    }
  }

  private boolean isWhole(String mirror) {
    return isWhole(
        MirrorSettings.DATABASE.at(mirror),
        MirrorSettings.ALL.stream().<Setting<?>>map(each -> each.at(mirror)).toList());
  }

  /**
   * @param all of which somebody has set at least one
   */
  private boolean isWhole(DatabaseSettings database, List<Setting<?>> all) {
    Given first = all.stream().filter(chosen::containsKey).findFirst().map(chosen::get).get();
    int before = problems.size();
    for (Setting<?> needed : List.of(database.url(), database.user())) {
      if (!chosen.containsKey(needed)) {
        problems.add(
            "%s: %s: is not set%s".formatted(first.origin(), needed, wayOut(first, needed)));
      }
    }
    keyWithoutStore(database);
    return problems.size() == before && isRead(database) && fits(database);
  }

  /** What was stored for a mirror stays when the mirror goes. */
  private static String wayOut(Given first, Setting<?> needed) {
    return first.origin().startsWith(StoredSettings.ORIGIN)
        ? ", though %s is stored; settings unset %s".formatted(first.key(), first.key())
        : ", expected " + needed.description();
  }

  private void keyWithoutStore(DatabaseSettings database) {
    if (chosen.containsKey(database.trustStorePassword())
        && !chosen.containsKey(database.trustStore())) {
      problems.add(
          "%s: %s: is of no use without %s"
              .formatted(
                  chosen.get(database.trustStorePassword()).origin(),
                  database.trustStorePassword(),
                  database.trustStore()));
    }
  }

  /** Whether every value was good for itself; what is not is told already. */
  private boolean isRead(DatabaseSettings database) {
    return database.all().stream()
        .filter(chosen::containsKey)
        .allMatch(each -> configuration.find(each).isPresent());
  }

  private boolean fits(DatabaseSettings database) {
    try {
      database.of(configuration);
      return true;
    } catch (IllegalArgumentException e) {
      String section = database.url().name().replaceFirst("[.]url$", "");
      problems.add(
          "%s: %s: %s".formatted(configuration.origin(blamed(database)), section, e.getMessage()));
      return false;
    }
  }

  /** Of the settings that can disagree, the one that most likely is to be changed. */
  private Setting<?> blamed(DatabaseSettings database) {
    return Stream.<Setting<?>>of(database.trustStore(), database.tls())
        .filter(chosen::containsKey)
        .findFirst()
        .orElse(database.url());
  }

  private String twice(String mirror, String other, String place) {
    Setting<String> url = MirrorSettings.DATABASE.at(mirror).url();
    return "%s: %s: is %s, as the mirror %s is; give one of them another database or prefix"
        .formatted(configuration.origin(url), url, place, other);
  }
}
