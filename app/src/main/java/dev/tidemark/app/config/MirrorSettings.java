package dev.tidemark.app.config;

import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What can be set of each mirror, under its name. */
public final class MirrorSettings {

  private static final String SECTION = "mirrors.";
  private static final String ANY = SECTION + Setting.NAME;

  /**
   * Without underscores, so that a variable names one mirror only. With the last of them, the
   * password of a mirror would have the variable of another one's trust store.
   */
  private static final String NAME = "(?!.*-trust-store$)[a-z0-9]+(?:-[a-z0-9]+)*";

  private static final Pattern GOOD_NAME = Pattern.compile(NAME);
  private static final Pattern KEY = Pattern.compile("mirrors\\.([^.]+)\\.[^.]+");

  static final DatabaseSettings DATABASE = DatabaseSettings.in(ANY, "that is to equal the replica");

  static final Setting<String> PREFIX =
      Setting.optional(
          ANY + ".prefix", "what the names of its tables begin with", Values::tablePrefix);

  static final Setting<Boolean> ENABLED =
      Setting.of(ANY + ".enabled", "true", "whether it is kept, or left alone", Values::flag);

  static final Setting<Duration> VERIFY_EVERY =
      Setting.live(
          ANY + ".verify-every",
          "6h",
          "how old the last verification of a table may get before the next; 0s for any age",
          Values::duration);

  public static final Setting<Double> MAX_SHARE =
      Setting.live(
          ANY + ".max-share",
          "20%",
          "most of a table's rows that are removed from it without a person who says so",
          Values::share);

  /** With {@code NAME} for the name of the mirror. */
  static final List<Setting<?>> ALL =
      Stream.concat(DATABASE.all().stream(), Stream.of(PREFIX, ENABLED, VERIFY_EVERY, MAX_SHARE))
          .<Setting<?>>map(each -> each)
          .toList();

  private MirrorSettings() {}

  /** The name of the mirror that a setting of this name would be of. */
  static Optional<String> nameIn(String key) {
    return Optional.of(KEY.matcher(key))
        .filter(Matcher::matches)
        .map(found -> found.group(1))
        .filter(name -> GOOD_NAME.matcher(name).matches());
  }

  /** Why a name cannot be that of a setting of a mirror, if it tries to be one. */
  static Optional<String> objection(String key) {
    if (!key.startsWith(SECTION) || nameIn(key).isPresent()) {
      return Optional.empty();
    }
    return Optional.of(
        KEY.matcher(key).matches()
            ? "; a mirror is named with small letters, digits and single dashes, and not"
                + " *-trust-store"
            : "; a mirror has a name and its settings below it, as in mirrors.reporting.url");
  }

  /** The longest ending counts: {@code ..._TRUST_STORE_PASSWORD} is not the password of one. */
  static Optional<Setting<?>> ofVariable(String variable) {
    return ALL.stream()
        .sorted(Comparator.comparingInt((Setting<?> each) -> each.name().length()).reversed())
        .flatMap(each -> nameIn(variable, each).<Setting<?>>map(each::at).stream())
        .findFirst();
  }

  private static Optional<String> nameIn(String variable, Setting<?> setting) {
    return Optional.of(Pattern.compile(setting.variable().replace(Setting.NAME, "(.+)")))
        .map(pattern -> pattern.matcher(variable))
        .filter(Matcher::matches)
        .map(found -> inFile(found.group(1)))
        .filter(name -> GOOD_NAME.matcher(name).matches());
  }

  private static String inFile(String name) {
    return name.toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The settings of the mirrors that a variable may be meant for. */
  static Stream<Setting<?>> near(String variable) {
    List<String> words = Arrays.asList(inFile(variable).split("-"));
    return IntStream.range(3, words.size())
        .mapToObj(end -> String.join("-", words.subList(2, end)))
        .flatMap(name -> ALL.stream().map(each -> each.at(name)));
  }
}
