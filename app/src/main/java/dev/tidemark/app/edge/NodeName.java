package dev.tidemark.app.edge;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** What a node is called by others: the first DNS name in its certificate. */
final class NodeName {

  private static final int DNS = 2;

  private NodeName() {}

  /** Empty if there is none, or the file is no certificate. */
  static Optional<String> in(Path certificate) {
    try (InputStream in = Files.newInputStream(certificate)) {
      return first(
          (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in));
    } catch (IOException | CertificateException unreadable) {
      return Optional.empty();
    }
  }

  private static Optional<String> first(X509Certificate certificate) throws CertificateException {
    Collection<List<?>> names = certificate.getSubjectAlternativeNames();
    return names == null
        ? Optional.empty()
        : names.stream()
            .filter(name -> Integer.valueOf(DNS).equals(name.get(0)))
            .map(name -> String.valueOf(name.get(1)))
            .findFirst();
  }
}
