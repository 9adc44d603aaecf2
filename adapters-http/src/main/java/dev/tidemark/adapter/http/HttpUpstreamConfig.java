package dev.tidemark.adapter.http;

import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where an upstream is and how it is to be treated.
 *
 * @param base what the names of the entity types are appended to: {@code
 *     https://www.peeringdb.com/api}; slashes at its end are cut off
 * @param minSpacing least time between the starts of two requests; zero for an upstream of one's
 *     own
 * @param overlap how much earlier than asked a window starts, in whole seconds; at least one,
 *     because upstream compares whole seconds and leaves equal ones out
 * @param userAgent should name the program and where to find out about it
 */
public record HttpUpstreamConfig(
    URI base,
    Api api,
    Optional<ApiKey> apiKey,
    Duration minSpacing,
    Duration overlap,
    Timeouts timeouts,
    String userAgent) {

  private static final Pattern PRINTABLE = Pattern.compile("[\\x20-\\x7e]+");

  public HttpUpstreamConfig {
    base = checked(base);
    require(!minSpacing.isNegative(), "min-spacing is " + minSpacing + ", expected zero or more");
    require(
        overlap.toSeconds() >= 1 && overlap.getNano() == 0,
        "overlap is " + overlap + ", expected whole seconds, at least one");
    require(
        PRINTABLE.matcher(userAgent).matches() && !userAgent.isBlank(),
        "the user agent is blank or has characters that no header can carry");
  }

  /** An upstream that speaks like PeeringDB, asked without a key at most every three seconds. */
  public static HttpUpstreamConfig of(URI base) {
    return new HttpUpstreamConfig(
        base,
        Api.PEERINGDB,
        Optional.empty(),
        Duration.ofSeconds(3),
        Duration.ofSeconds(5),
        Timeouts.DEFAULTS,
        defaultUserAgent());
  }

  public HttpUpstreamConfig withApiKey(ApiKey key) {
    return new HttpUpstreamConfig(
        base, api, Optional.of(key), minSpacing, overlap, timeouts, userAgent);
  }

  public HttpUpstreamConfig withMinSpacing(Duration spacing) {
    return new HttpUpstreamConfig(base, api, apiKey, spacing, overlap, timeouts, userAgent);
  }

  public HttpUpstreamConfig withOverlap(Duration seconds) {
    return new HttpUpstreamConfig(base, api, apiKey, minSpacing, seconds, timeouts, userAgent);
  }

  public HttpUpstreamConfig withTimeouts(Timeouts limits) {
    return new HttpUpstreamConfig(base, api, apiKey, minSpacing, overlap, limits, userAgent);
  }

  public HttpUpstreamConfig withUserAgent(String name) {
    return new HttpUpstreamConfig(base, api, apiKey, minSpacing, overlap, timeouts, name);
  }

  private static URI checked(URI base) {
    String scheme = String.valueOf(base.getScheme()).toLowerCase(Locale.ROOT);
    require(
        scheme.equals("http") || scheme.equals("https"),
        "the base URL has %s, expected http or https"
            .formatted(base.getScheme() == null ? "no scheme" : "the scheme " + base.getScheme()));
    require(base.getHost() != null, "the base URL names no host, expected http(s)://host/path");
    require(
        base.getRawUserInfo() == null,
        "the base URL holds a user or password; use an API key instead");
    require(
        base.getRawQuery() == null && base.getRawFragment() == null,
        "the base URL " + base + " has a query or fragment, expected a path at most");
    return URI.create(base.toString().replaceAll("/+$", ""));
  }

  private static String defaultUserAgent() {
    String version = HttpUpstreamConfig.class.getPackage().getImplementationVersion();
    return "tidemark" + (version == null ? "" : "/" + version) + " (+https://tidemark.dev)";
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }

  /** The APIs whose ways this adapter knows. */
  public enum Api {
    PEERINGDB
  }

  /** A secret; it prints as {@code ***}. */
  public record ApiKey(String value) {

    private static final Pattern VISIBLE = Pattern.compile("[\\x21-\\x7e]+");

    public ApiKey {
      require(
          VISIBLE.matcher(value).matches(),
          "the API key is empty or has blanks or characters that no header can carry");
    }

    @Override
    public String toString() {
      return "***";
    }
  }

  /**
   * How long a silence may last; no limit is set to an answer that keeps coming.
   *
   * @param connect until the connection stands
   * @param header from the request to the head of the answer; nobody says when the connection
   *     stood, so that this one has the time to connect as well; and for all that an error says
   * @param idle between two pieces of the body
   */
  public record Timeouts(Duration connect, Duration header, Duration idle) {

    public static final Timeouts DEFAULTS =
        new Timeouts(Duration.ofSeconds(10), Duration.ofSeconds(60), Duration.ofSeconds(60));

    public Timeouts {
      positive("connect", connect);
      positive("header", header);
      positive("idle", idle);
    }

    /** In which a connection that does not stand has been given up. */
    Duration untilHead() {
      return connect.plus(header);
    }

    private static void positive(String name, Duration timeout) {
      require(
          timeout.toMillis() > 0,
          "the " + name + " timeout is " + timeout + ", expected a millisecond or more");
    }
  }
}
