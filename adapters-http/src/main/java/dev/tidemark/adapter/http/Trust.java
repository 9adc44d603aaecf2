package dev.tidemark.adapter.http;

import dev.tidemark.adapter.http.HttpOriginConfig.TrustStore;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Reads whom to trust. */
final class Trust {

  private Trust() {}

  /**
   * @throws IllegalArgumentException if the store cannot be read, or nobody is in it
   */
  static SSLContext in(TrustStore store) {
    try {
      KeyStore certificates =
          KeyStore.getInstance(store.file().toFile(), store.password().value().toCharArray());
      if (certificates.size() == 0) {
        throw new IllegalArgumentException(
            "the trust store " + store.file() + " is empty, expected a certificate or more");
      }
      return context(certificates);
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalArgumentException(
          "the trust store %s cannot be used: %s; check its password and that it is PKCS #12 or JKS"
              .formatted(store.file(), e.getMessage()),
          e);
    }
  }

  private static SSLContext context(KeyStore certificates) throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(certificates);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, factory.getTrustManagers(), null);
    return context;
  }
}
