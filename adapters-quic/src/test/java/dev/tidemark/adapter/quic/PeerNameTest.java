package dev.tidemark.adapter.quic;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.security.cert.X509Certificate;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** By which names a certificate lets a peer in. */
final class PeerNameTest {

  private static final X509Bundle AUTHORITY = Certs.authority("authority");

  private static X509Certificate certificate(String common, String... dns) throws Exception {
    CertificateBuilder builder = new CertificateBuilder().ecp256().subject("CN=" + common);
    for (String each : dns) {
      builder.addSanDnsName(each);
    }
    return builder.buildIssuedBy(AUTHORITY).getCertificate();
  }

  @Test
  void commonName_countsOnlyWithoutDnsNames() throws Exception {
    assertThat(PeerName.names(certificate("origin"))).containsExactly("origin");
    assertThat(PeerName.names(certificate("origin", "other"))).containsExactly("other");
  }

  @Test
  void letters_doNotMatter() throws Exception {
    assertThat(PeerName.names(certificate("x", "Origin.Example")))
        .containsExactly("origin.example");
    assertThat(QuicConfig.Peers.named(Set.of("ORIGIN")).allow("origin")).isTrue();
  }

  @Test
  void localhost_isNobodysName() throws Exception {
    assertThat(PeerName.names(certificate("localhost"))).isEmpty();
    assertThat(PeerName.names(certificate("origin", "edge", "LOCALHOST"))).containsExactly("edge");
    assertThat(PeerName.names(certificate("origin", "localhost"))).isEmpty();
  }
}
