package dev.tidemark.adapter.mysql;

import dev.tidemark.core.settings.Password;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A database on a MySQL or MariaDB server, and how to get to it. Nothing in its text is secret.
 *
 * @param url {@code jdbc:mysql://HOST[:PORT]/DATABASE}, for MariaDB too; properties of Connector/J
 *     may follow, but none that is set here
 * @param password of the user; empty for one who needs none
 * @param trustStore whose certificates a server's must come from; without one those that Java
 *     trusts
 * @param connectTimeout until the connection stands, at least a millisecond
 */
public record MySqlConfig(
    String url,
    String user,
    Password password,
    Tls tls,
    Optional<TrustStore> trustStore,
    Duration connectTimeout) {

  private static final String SCHEME = "jdbc:mysql://";
  private static final Pattern CREDENTIALS =
      Pattern.compile("[?&(,](user|[^=?&(,]*password[^=?&(,]*)=", Pattern.CASE_INSENSITIVE);

  public MySqlConfig {
    check(url);
    require(!user.isBlank(), "the user is blank, expected the name of one that the server knows");
    require(
        connectTimeout.toMillis() > 0,
        "the connect timeout is " + connectTimeout + ", expected a millisecond or more");
    require(
        trustStore.isEmpty() || tls.verifies(),
        "a trust store is of no use with TLS " + tls + ", expected VERIFY_CA or VERIFY_IDENTITY");
  }

  /** With TLS where the server has it, and ten seconds to connect. */
  public static MySqlConfig of(String url, String user, String password) {
    return new MySqlConfig(
        url, user, new Password(password), Tls.PREFERRED, Optional.empty(), Duration.ofSeconds(10));
  }

  public MySqlConfig withTls(Tls mode) {
    return new MySqlConfig(url, user, password, mode, trustStore, connectTimeout);
  }

  public MySqlConfig withTls(Tls mode, TrustStore trusted) {
    return new MySqlConfig(url, user, password, mode, Optional.of(trusted), connectTimeout);
  }

  public MySqlConfig withConnectTimeout(Duration timeout) {
    return new MySqlConfig(url, user, password, tls, trustStore, timeout);
  }

  private static void check(String url) {
    require(
        url.startsWith(SCHEME),
        "the URL does not begin with " + SCHEME + ", which serves MariaDB too");
    require(
        !CREDENTIALS.matcher(url).find() && !authority(url).contains("@"),
        "the URL holds a user or a password, which have settings of their own");
    require(
        !authority(url).contains("("),
        "the URL describes its host in parentheses, where anything could be set, even no TLS;"
            + " expected jdbc:mysql://HOST[:PORT]/DATABASE");
    require(
        !database(url).isEmpty(),
        "the URL names no database, expected jdbc:mysql://HOST[:PORT]/DATABASE");
  }

  private static String authority(String url) {
    return beforeAny(url.substring(SCHEME.length()), "/?");
  }

  private static String database(String url) {
    String rest = url.substring(SCHEME.length() + authority(url).length());
    return rest.startsWith("/") ? beforeAny(rest.substring(1), "?") : "";
  }

  private static String beforeAny(String text, String ends) {
    int length = 0;
    while (length < text.length() && ends.indexOf(text.charAt(length)) < 0) {
      length++;
    }
    return text.substring(0, length);
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }

  /** Whether the connection is encrypted, and how sure one is of the server. */
  public enum Tls {
    /** Never encrypted. */
    DISABLED,
    /** Encrypted if the server can; whoever is in between may make it say that it cannot. */
    PREFERRED,
    /** Encrypted, whoever the server is. */
    REQUIRED,
    /** Its certificate comes from an authority that is trusted. */
    VERIFY_CA,
    /** And is for the host that was asked for. */
    VERIFY_IDENTITY;

    boolean verifies() {
      return this == VERIFY_CA || this == VERIFY_IDENTITY;
    }

    /** Whether it may happen that nothing is encrypted. */
    boolean mayBePlain() {
      return this == DISABLED || this == PREFERRED;
    }
  }

  /**
   * Certificates that are trusted.
   *
   * @param file a key store, PKCS12 or JKS
   */
  public record TrustStore(Path file, Password password) {}
}
