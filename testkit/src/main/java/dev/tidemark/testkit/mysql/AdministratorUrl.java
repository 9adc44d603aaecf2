package dev.tidemark.testkit.mysql;

import java.net.URI;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads the URL of a server that runs already. */
final class AdministratorUrl {

  private static final int USUAL_PORT = 3306;

  private AdministratorUrl() {}

  static MySqlDatabase parse(String url) {
    if (!url.startsWith("jdbc:mysql://")) {
      throw unfit("does not begin with jdbc:mysql://");
    }
    URI uri = URI.create(url.substring("jdbc:".length()));
    Map<String, String> properties = properties(uri);
    return new MySqlDatabase(
        Optional.ofNullable(uri.getHost()).orElseThrow(() -> unfit("names no host")),
        uri.getPort() < 0 ? USUAL_PORT : uri.getPort(),
        "",
        Optional.ofNullable(properties.get("user")).orElseThrow(() -> unfit("names no user")),
        properties.getOrDefault("password", ""));
  }

  private static Map<String, String> properties(URI uri) {
    return Arrays.stream(Optional.ofNullable(uri.getQuery()).orElse("").split("&"))
        .map(property -> property.split("=", 2))
        .filter(property -> property.length == 2)
        .collect(Collectors.toMap(property -> property[0], property -> property[1]));
  }

  /** The URL holds a password, so it is not shown. */
  private static IllegalArgumentException unfit(String problem) {
    return new IllegalArgumentException(
        "%s %s, expected jdbc:mysql://HOST[:PORT]/?user=USER&password=PASSWORD"
            .formatted(MySqlServer.URL, problem));
  }
}
