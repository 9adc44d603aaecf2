package dev.tidemark.adapter.quic;

import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicSslContext;
import io.netty.handler.codec.quic.QuicSslContextBuilder;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLEngine;

/**
 * TLS 1.3 as both sides want it. With an identity, each proves itself to the other by a certificate
 * of the authority, and the one that listens is asked for the name that was called.
 */
final class Tls {

  /** The protocol of Tidemark. */
  static final String VERSION_2 = "tidemark-sync-2";

  /** The older protocol. */
  static final String VERSION_1 = "horos-dbsync-v1";

  private static final Duration LIFE = Duration.ofDays(3_650);

  private static final char[] NO_PASSWORD = {};

  private final Credentials credentials;
  private final KeyManagerFactory keys;
  private final boolean mutual;

  private Tls(Credentials credentials, boolean mutual) {
    this.credentials = credentials;
    this.keys = keys(credentials);
    this.mutual = mutual;
  }

  /**
   * @throws dev.tidemark.core.InvalidConfigurationException with all that is wrong with the files
   */
  static Tls of(QuicConfig config, Clock clock) {
    return config
        .identity()
        .map(files -> new Tls(Credentials.read(files, clock.instant()), true))
        .orElseGet(() -> new Tls(madeUp(clock), false));
  }

  private static Credentials madeUp(Clock clock) {
    Authority authority = Authority.create("tidemark-insecure", clock.instant(), LIFE);
    Authority.Issued own = authority.issue(List.of("localhost"), clock.instant(), LIFE);
    return new Credentials(own.key(), List.of(own.certificate()), List.of());
  }

  /**
   * In a store of the older kind, which never leaves the memory. One of PKCS 12, as Netty would
   * make for each context, derives keys from the password that is none for longer than all else
   * takes until a connection stands.
   */
  private static KeyManagerFactory keys(Credentials credentials) {
    try {
      KeyStore store = KeyStore.getInstance("JKS");
      store.load(null, NO_PASSWORD);
      store.setKeyEntry("own", credentials.key(), NO_PASSWORD, chain(credentials));
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(store, NO_PASSWORD);
      return keys;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("every Java has a store for keys", e);
    }
  }

  private static X509Certificate[] chain(Credentials credentials) {
    return credentials.chain().toArray(X509Certificate[]::new);
  }

  QuicSslContext client(String protocol) {
    QuicSslContextBuilder builder = QuicSslContextBuilder.forClient();
    if (mutual) {
      builder.keyManager(keys, null).trustManager(authority());
    } else {
      builder
          .trustManager(InsecureTrustManagerFactory.INSTANCE)
          .endpointIdentificationAlgorithm(null);
    }
    return builder.applicationProtocols(protocol).build();
  }

  QuicSslContext server(String... protocols) {
    QuicSslContextBuilder builder = QuicSslContextBuilder.forServer(keys, null);
    if (mutual) {
      builder.trustManager(authority()).clientAuth(ClientAuth.REQUIRE);
    }
    return builder.applicationProtocols(protocols).build();
  }

  /** Not of a connection that is gone: of it, nothing is known. */
  static boolean isVersion1(QuicChannel connection) {
    SSLEngine tls = connection.sslEngine();
    return tls != null && VERSION_1.equals(tls.getApplicationProtocol());
  }

  private X509Certificate[] authority() {
    return credentials.authority().toArray(X509Certificate[]::new);
  }
}
