package dev.tidemark.app.edge;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.tidemark.adapter.quic.CertificatesConfig;
import dev.tidemark.adapter.quic.QuicConfig.Identity;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A service that speaks https, with a certificate of an authority that Java does not know. */
final class PrivateOrigin implements AutoCloseable {

  static final String PASSWORD = "opens-the-store";

  private final Path directory;
  private final Identity identity;
  private final HttpsServer server;

  PrivateOrigin(Path directory) throws GeneralSecurityException, IOException {
    this.directory = directory;
    CertificatesConfig certificates = CertificatesConfig.in(directory);
    certificates.create(List.of("origin"), Clock.systemUTC());
    identity = certificates.identity("origin");
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context()));
    server.createContext(
        "/",
        exchange -> {
          byte[] body = "from the origin".getBytes(UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  private SSLContext context() throws GeneralSecurityException, IOException {
    KeyStore own = empty();
    own.setKeyEntry(
        "own",
        key(),
        PASSWORD.toCharArray(),
        new Certificate[] {certificate(identity.certificates())});
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(own, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }

  private static KeyStore empty() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  private PrivateKey key() throws GeneralSecurityException, IOException {
    String text = Files.readString(identity.key()).replaceAll("-----[A-Z ]+-----|\\s", "");
    return KeyFactory.getInstance("EC")
        .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(text)));
  }

  private static Certificate certificate(Path file) throws GeneralSecurityException, IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return CertificateFactory.getInstance("X.509").generateCertificate(in);
    }
  }

  String base() {
    return "https://127.0.0.1:" + server.getAddress().getPort();
  }

  /** A file with its authority, which {@link #PASSWORD} opens. */
  Path trustStore() throws GeneralSecurityException, IOException {
    KeyStore store = empty();
    store.setCertificateEntry("ca", certificate(identity.authority()));
    Path file = directory.resolve("ca.p12");
    try (OutputStream out = Files.newOutputStream(file)) {
      store.store(out, PASSWORD.toCharArray());
    }
    return file;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
