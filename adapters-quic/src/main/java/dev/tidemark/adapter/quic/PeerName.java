package dev.tidemark.adapter.quic;

import io.netty.handler.codec.quic.QuicChannel;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/**
 * Who a peer is. Names are in small letters.
 *
 * @param text the name that it was allowed by; else the first that it has
 */
record PeerName(String text, boolean allowed) {

  private static final String ANONYMOUS = "anonymous";
  private static final String EVERYWHERE = "localhost";
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

  boolean isAnonymous() {
    return text.equals(ANONYMOUS);
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

  /**
   * The DNS names; the common one where there are none. One that every machine has says nothing.
   */
  static List<String> names(X509Certificate certificate) {
    try {
      List<String> alternatives = alternatives(certificate);
      return (alternatives.isEmpty() ? common(certificate) : alternatives)
          .stream()
              .map(each -> each.toLowerCase(Locale.ROOT))
              .filter(each -> !each.equals(EVERYWHERE))
              .toList();
    } catch (CertificateParsingException | InvalidNameException damaged) {
      return List.of();
    }
  }

  private static List<String> alternatives(X509Certificate certificate)
      throws CertificateParsingException {
    Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
    return alternatives == null
        ? List.of()
        : alternatives.stream()
            .filter(each -> each.get(0).equals(DNS))
            .map(each -> each.get(1).toString())
            .toList();
  }

  private static List<String> common(X509Certificate certificate) throws InvalidNameException {
    return new LdapName(certificate.getSubjectX500Principal().getName())
        .getRdns().stream()
            .filter(each -> each.getType().equalsIgnoreCase("CN"))
            .map(each -> each.getValue().toString())
            .toList();
  }
}
