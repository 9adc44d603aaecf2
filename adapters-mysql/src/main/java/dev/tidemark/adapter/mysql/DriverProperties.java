package dev.tidemark.adapter.mysql;

import dev.tidemark.adapter.mysql.MySqlConfig.TrustStore;
import java.util.Properties;

/** What every connection to a server is opened with. */
final class DriverProperties {

  private DriverProperties() {}

  /** A copy of their own for every caller, who may add to it. */
  static Properties of(MySqlConfig config) {
    Properties properties = new Properties();
    properties.setProperty("user", config.user());
    properties.setProperty("password", config.password().value());
    properties.setProperty("connectTimeout", Long.toString(config.connectTimeout().toMillis()));
    properties.setProperty("sslMode", config.tls().name());
    // Without TLS, that is how a password gets to a server that keeps only its SHA-256.
    properties.setProperty("allowPublicKeyRetrieval", Boolean.toString(config.tls().mayBePlain()));
    config.trustStore().ifPresent(trusted -> trust(properties, trusted));
    // What is an instant here is UTC there, wherever either of them is.
    properties.setProperty("connectionTimeZone", "UTC");
    properties.setProperty("forceConnectionTimeZoneToSession", "true");
    properties.setProperty("characterEncoding", "UTF-8");
    properties.setProperty("tcpKeepAlive", "true");
    // Spans are made by who owns the process; the driver would tell on standard error that it
    // looks.
    properties.setProperty("openTelemetry", "DISABLED");
    // Messages reach the log; what was in a statement does not.
    properties.setProperty("paranoid", "true");
    return properties;
  }

  private static void trust(Properties properties, TrustStore trusted) {
    properties.setProperty(
        "trustCertificateKeyStoreUrl", trusted.file().toAbsolutePath().toUri().toString());
    properties.setProperty("trustCertificateKeyStorePassword", trusted.password().value());
    // Java's own authorities would be trusted as well.
    properties.setProperty("fallbackToSystemTrustStore", "false");
  }
}
