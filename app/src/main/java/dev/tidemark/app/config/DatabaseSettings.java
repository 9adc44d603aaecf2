package dev.tidemark.app.config;

import dev.tidemark.adapter.mysql.MySqlConfig;
import dev.tidemark.adapter.mysql.MySqlConfig.Tls;
import dev.tidemark.adapter.mysql.MySqlConfig.TrustStore;
import dev.tidemark.core.settings.Password;
import java.nio.file.Path;
import java.util.List;

/** What has to be said of a MySQL or MariaDB database to get to it. */
public record DatabaseSettings(
    Setting<String> url,
    Setting<String> user,
    Setting<Password> password,
    Setting<Tls> tls,
    Setting<Path> trustStore,
    Setting<Password> trustStorePassword) {

  /**
   * @param what the database is, for people
   */
  static DatabaseSettings in(String section, String what) {
    return new DatabaseSettings(
        Setting.optional(
            section + ".url",
            "jdbc:mysql://HOST[:PORT]/DATABASE " + what + ", also where MariaDB is",
            Values::database),
        Setting.optional(section + ".user", "user of that database", Values::text),
        Setting.secret(section + ".password", "password of that user", Password::new),
        Setting.of(
            section + ".tls",
            "preferred",
            "disabled; preferred, if the server can; required; verify-ca, and its certificate is"
                + " trusted; verify-identity, and is for that host",
            Values.oneOf(Tls.class)),
        Setting.optional(
            section + ".trust-store",
            "PKCS12 or JKS file with the certificates that are trusted; without it, those that Java"
                + " trusts",
            Values::path),
        Setting.secret(section + ".trust-store-password", "password of that file", Password::new));
  }

  DatabaseSettings at(String name) {
    return new DatabaseSettings(
        url.at(name),
        user.at(name),
        password.at(name),
        tls.at(name),
        trustStore.at(name),
        trustStorePassword.at(name));
  }

  List<Setting<?>> all() {
    return List.of(url, user, password, tls, trustStore, trustStorePassword);
  }

  /**
   * The database that a configuration names.
   *
   * @throws IllegalArgumentException if it names none, or not all that goes together
   */
  public MySqlConfig of(Configuration configuration) {
    MySqlConfig plain =
        MySqlConfig.of(
            configuration.get(url),
            configuration.get(user),
            configuration.find(password).orElse(Password.NONE).value());
    Tls mode = configuration.get(tls);
    return configuration
        .find(trustStore)
        .map(file -> plain.withTls(mode, new TrustStore(file, keyTo(configuration))))
        .orElseGet(() -> plain.withTls(mode));
  }

  private Password keyTo(Configuration configuration) {
    return configuration.find(trustStorePassword).orElse(Password.NONE);
  }
}
