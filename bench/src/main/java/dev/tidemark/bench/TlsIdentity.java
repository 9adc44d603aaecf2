package dev.tidemark.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** The certificates of the snapshots, for the TLS of the JDK. */
final class TlsIdentity {

  private static final char[] NO_PASSWORD = new char[0];

  private TlsIdentity() {}

  static SSLContext context(Path certificates, String name) throws IOException {
    try {
      KeyManagerFactory own = KeyManagerFactory.getInstance("PKIX");
      own.init(keys(certificates, name), NO_PASSWORD);
      TrustManagerFactory others = TrustManagerFactory.getInstance("PKIX");
      others.init(authority(certificates));
      SSLContext context = SSLContext.getInstance("TLSv1.3");
      context.init(own.getKeyManagers(), others.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("read the certificates in " + certificates, e);
    }
  }

  private static KeyStore keys(Path certificates, String name)
      throws GeneralSecurityException, IOException {
    KeyStore store = empty();
    Certificate[] chain = {certificate(certificates.resolve(name + ".pem"))};
    store.setKeyEntry(name, key(certificates.resolve(name + ".key")), NO_PASSWORD, chain);
    return store;
  }

  private static KeyStore authority(Path certificates)
      throws GeneralSecurityException, IOException {
    KeyStore store = empty();
    store.setCertificateEntry("ca", certificate(certificates.resolve("ca.pem")));
    return store;
  }

  private static KeyStore empty() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, NO_PASSWORD);
    return store;
  }

  private static Certificate certificate(Path file) throws GeneralSecurityException, IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return CertificateFactory.getInstance("X.509").generateCertificate(in);
    }
  }

  private static PrivateKey key(Path file) throws GeneralSecurityException, IOException {
    String text = Files.readString(file, StandardCharsets.US_ASCII);
    byte[] key = Base64.getMimeDecoder().decode(text.replaceAll("-----[A-Z ]+-----", ""));
    return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(key));
  }
}
