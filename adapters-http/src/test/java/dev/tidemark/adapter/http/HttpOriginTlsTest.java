package dev.tidemark.adapter.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.tidemark.adapter.http.HttpOriginConfig.TrustStore;
import dev.tidemark.core.OriginUnavailableException;
import dev.tidemark.core.settings.Password;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An origin that speaks https: who it has to be. */
@Timeout(60)
final class HttpOriginTlsTest {

  private static final String PASSWORD = "changeit";
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @TempDir Path directory;

  private HttpsServer server;

  @AfterEach
  void stop() {
    server.stop(0);
  }

  /** With a certificate for the name, which it signed itself. */
  private TrustStore serve(String name) throws Exception {
    Path keys = directory.resolve("keys.p12");
    keytool(keys, name);
    KeyStore own = load(keys);
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context(own)));
    server.createContext(
        "/healthz",
        exchange -> {
          exchange.sendResponseHeaders(200, 2);
          exchange.getResponseBody().write("ok".getBytes(UTF_8));
          exchange.close();
        });
    server.start();
    return trusting(own.getCertificate("own"));
  }

  private static void keytool(Path keys, String name) throws Exception {
    Process making =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "own",
                "-keyalg",
                "EC",
                "-dname",
                "CN=origin",
                "-ext",
                "SAN=" + name,
                "-storetype",
                "PKCS12",
                "-keystore",
                keys.toString(),
                "-storepass",
                PASSWORD)
            .redirectErrorStream(true)
            .start();
    String said = new String(making.getInputStream().readAllBytes(), UTF_8);
    assertThat(making.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(making.exitValue()).as("%s", said).isZero();
  }

  private static KeyStore load(Path file) throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, PASSWORD.toCharArray());
    }
    return store;
  }

  private static SSLContext context(KeyStore own) throws GeneralSecurityException {
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(own, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }

  private TrustStore trusting(Certificate certificate)
      throws GeneralSecurityException, IOException {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("origin", certificate);
    Path file = directory.resolve("trusted.p12");
    try (OutputStream out = Files.newOutputStream(file)) {
      trusted.store(out, PASSWORD.toCharArray());
    }
    return new TrustStore(file, new Password(PASSWORD));
  }

  private HttpOriginConfig config() {
    return HttpOriginConfig.of(URI.create("https://127.0.0.1:" + server.getAddress().getPort()));
  }

  @Test
  void origin_thatIsTrusted_isSpokenTo() throws Exception {
    TrustStore trust = serve("ip:127.0.0.1");

    assertThat(HttpOrigin.of(config().withTrust(trust)).probe(PATIENCE)).isEqualTo(200);
  }

  @Test
  void origin_thatIsNotTrusted_isToldNothing() throws Exception {
    serve("ip:127.0.0.1");

    assertThatExceptionOfType(OriginUnavailableException.class)
        .isThrownBy(() -> HttpOrigin.of(config()).probe(PATIENCE))
        .withMessageContaining("no secure connection: unable to find valid certification path")
        .withMessageContaining("nothing of the request was sent");
  }

  @Test
  void origin_ofAnotherName_isToldNothing() throws Exception {
    TrustStore trust = serve("dns:another.example");

    assertThatExceptionOfType(OriginUnavailableException.class)
        .isThrownBy(() -> HttpOrigin.of(config().withTrust(trust)).probe(PATIENCE))
        .withMessageContaining("127.0.0.1")
        .withMessageContaining("nothing of the request was sent");
  }
}
