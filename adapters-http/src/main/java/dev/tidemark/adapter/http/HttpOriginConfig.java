package dev.tidemark.adapter.http;

import dev.tidemark.core.settings.Password;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Where the origin of an edge is, and how long it is waited for.
 *
 * @param base what the paths of requests are appended to: {@code https://origin.example}, or {@code
 *     https://example/tidemark}; slashes at its end are cut off
 * @param trust whom to trust if the origin speaks https; empty for whom the Java runtime trusts
 */
public record HttpOriginConfig(URI base, Timeouts timeouts, Optional<TrustStore> trust) {

  /**
   * @throws IllegalArgumentException with everything that is wrong, a problem each after {@code ;}
   */
  public HttpOriginConfig {
    List<String> problems = new ArrayList<>(problems(base));
    if (trust.isPresent() && !"https".equalsIgnoreCase(base.getScheme())) {
      problems.add("there is a trust store, and the origin's URL is not https");
    }
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", problems));
    }
    base = URI.create(base.toString().replaceAll("/+$", ""));
  }

  /** With the usual patience, and trust in whom the Java runtime trusts. */
  public static HttpOriginConfig of(URI base) {
    return new HttpOriginConfig(base, Timeouts.DEFAULTS, Optional.empty());
  }

  public HttpOriginConfig withTimeouts(Timeouts limits) {
    return new HttpOriginConfig(base, limits, trust);
  }

  public HttpOriginConfig withTrust(TrustStore store) {
    return new HttpOriginConfig(base, timeouts, Optional.of(store));
  }

  private static List<String> problems(URI base) {
    List<String> found = new ArrayList<>();
    String scheme = String.valueOf(base.getScheme()).toLowerCase(Locale.ROOT);
    if (!scheme.equals("http") && !scheme.equals("https")) {
      found.add(
          "the origin's URL has %s, expected http or https"
              .formatted(
                  base.getScheme() == null ? "no scheme" : "the scheme " + base.getScheme()));
    }
    if (base.getHost() == null) {
      found.add("the origin's URL names no host, expected http(s)://host/path");
    }
    if (base.getRawUserInfo() != null) {
      found.add("the origin's URL holds a user or password, which nobody would be sent");
    }
    if (base.getRawQuery() != null || base.getRawFragment() != null) {
      found.add("the origin's URL has a query or fragment, expected a path at most");
    }
    return found;
  }

  /**
   * Certificates to trust instead of those of the Java runtime.
   *
   * @param file in the format PKCS #12 or JKS
   */
  public record TrustStore(Path file, Password password) {

    public TrustStore {
      if (!Files.isReadable(file)) {
        throw new IllegalArgumentException("the trust store " + file + " cannot be read");
      }
    }
  }

  /**
   * How long a silence may last; no limit is set to a body that keeps moving.
   *
   * @param connect until the connection stands
   * @param head from the end of the request to the head of the answer; nobody says when a request
   *     without a body has ended, so that this one has the time to connect as well
   * @param stall until the next piece of a body is taken, or given
   */
  public record Timeouts(Duration connect, Duration head, Duration stall) {

    public static final Timeouts DEFAULTS =
        new Timeouts(Duration.ofSeconds(5), Duration.ofSeconds(30), Duration.ofSeconds(30));

    public Timeouts {
      List<String> problems = new ArrayList<>();
      check(problems, "connect", connect);
      check(problems, "head", head);
      check(problems, "stall", stall);
      if (!problems.isEmpty()) {
        throw new IllegalArgumentException(String.join("; ", problems));
      }
    }

    private static void check(List<String> problems, String name, Duration timeout) {
      if (timeout.toMillis() <= 0) {
        problems.add(
            "the %s timeout is %s, expected a millisecond or more".formatted(name, timeout));
      }
    }
  }
}
