package dev.tidemark.adapter.quic;

import io.netty.handler.codec.quic.QuicChannel;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/**
 * Who a peer is.
 *
 * @param text the name that it was allowed by; else the first that it has
 */
record PeerName(String text, boolean allowed) {

  private static final String ANONYMOUS = "anonymous";
  private static final int DNS = 2;

  static PeerName of(QuicChannel connection, QuicConfig.Peers peers) {
    List<String> names = names(connection.sslEngine());
    String first = names.isEmpty() ? ANONYMOUS : names.get(0);
    return names.stream()
        .filter(peers::allow)
        .findFirst()
        .map(name -> new PeerName(name, true))
        .orElseGet(() -> new PeerName(first, peers.anybody()));
  }

  private static List<String> names(@Nullable SSLEngine tls) {
    try {
      return tls != null
              && tls.getSession().getPeerCertificates()[0] instanceof X509Certificate certificate
          ? names(certificate)
          : List.of();
    } catch (SSLPeerUnverifiedException none) {
      return List.of();
    }
  }

  /** The DNS names, then the common one. */
  static List<String> names(X509Certificate certificate) {
    List<String> names = new ArrayList<>();
    try {
      Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
      if (alternatives != null) {
        alternatives.stream()
            .filter(each -> each.get(0).equals(DNS))
            .forEach(each -> names.add(each.get(1).toString()));
      }
      new LdapName(certificate.getSubjectX500Principal().getName())
          .getRdns().stream()
              .filter(each -> each.getType().equalsIgnoreCase("CN"))
              .forEach(each -> names.add(each.getValue().toString()));
    } catch (CertificateParsingException | InvalidNameException damaged) {
      return names;
    }
    return names;
  }
}
