package dev.tidemark.app.config;

import dev.tidemark.adapter.mysql.MySqlConfig;
import dev.tidemark.adapter.mysql.MySqlMirrorConfig;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A mirror that the configuration names.
 *
 * @param prefix what the names of its tables begin with; may be empty
 */
public record ConfiguredMirror(String name, MySqlConfig database, String prefix) {

  private static final Pattern WITH_PORT = Pattern.compile(".*:\\d+");
  private static final String PORT = ":3306";

  /** Those that are to be kept, in the order of their names. */
  public static List<ConfiguredMirror> all(Configuration configuration) {
    return configuration.mirrors().stream()
        .filter(name -> isEnabled(configuration, name))
        .map(name -> of(configuration, name))
        .toList();
  }

  /** Whether it is to be kept. */
  public static boolean isEnabled(Configuration configuration, String name) {
    return configuration.get(MirrorSettings.ENABLED.at(name));
  }

  /** Where an enabled one is, or a disabled one would be, if the configuration says that. */
  public static Optional<String> place(Configuration configuration, String name) {
    return configuration
        .find(MirrorSettings.DATABASE.at(name).url())
        .map(url -> place(url, prefix(configuration, name)));
  }

  /**
   * @throws IllegalArgumentException if its settings do not go together
   */
  static ConfiguredMirror of(Configuration configuration, String name) {
    return new ConfiguredMirror(
        name, MirrorSettings.DATABASE.at(name).of(configuration), prefix(configuration, name));
  }

  private static String prefix(Configuration configuration, String name) {
    return configuration.find(MirrorSettings.PREFIX.at(name)).orElse("");
  }

  /** What the adapter takes. */
  public MySqlMirrorConfig adapter() {
    return MySqlMirrorConfig.of(name, database).withPrefix(prefix);
  }

  /** The same text for two that write to the same tables: {@code db.example:3306/peering pdb_}. */
  public String place() {
    return place(database.url(), prefix);
  }

  private static String place(String url, String prefix) {
    String address = url.substring(url.indexOf("//") + 2).replaceFirst("[?].*", "");
    int slash = address.indexOf('/');
    String host = address.substring(0, slash).toLowerCase(Locale.ROOT);
    String port = WITH_PORT.matcher(host).matches() ? "" : PORT;
    return (host + port + address.substring(slash) + " " + prefix).trim();
  }
}
