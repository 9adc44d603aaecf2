package dev.tidemark.adapter.quic;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.IPAddress;

/**
 * Whoever gives out certificates: EC P-256, signed with SHA-256.
 *
 * @param certificate its own, signed by itself
 */
record Authority(KeyPair keys, X509Certificate certificate) {

  private static final Duration BEFORE = Duration.ofHours(1);

  /** A key, and a certificate that says whose it is. */
  record Issued(PrivateKey key, X509Certificate certificate) {}

  static Authority create(String name, Instant now, Duration life) {
    try {
      KeyPair keys = pair();
      X500Name own = named(name);
      X509v3CertificateBuilder draft =
          draft(own, own, keys.getPublic(), life(now, life))
              .addExtension(Extension.basicConstraints, true, new BasicConstraints(true))
              .addExtension(
                  Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign))
              .addExtension(
                  Extension.subjectKeyIdentifier,
                  false,
                  new JcaX509ExtensionUtils().createSubjectKeyIdentifier(keys.getPublic()));
      return new Authority(keys, sign(draft, keys.getPrivate()));
    } catch (GeneralSecurityException | OperatorCreationException | CertIOException e) {
      throw unable(e);
    }
  }

  /**
   * For both sides of a connection.
   *
   * @param names DNS names and addresses; the first is the common name
   */
  Issued issue(List<String> names, Instant now, Duration life) {
    try {
      KeyPair own = pair();
      X500Name issuer = X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
      X509v3CertificateBuilder draft =
          draft(issuer, named(names.get(0)), own.getPublic(), life(now, life))
              .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
              .addExtension(Extension.extendedKeyUsage, false, bothSides())
              .addExtension(Extension.subjectAlternativeName, false, alternatives(names))
              .addExtension(
                  Extension.authorityKeyIdentifier,
                  false,
                  new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(keys.getPublic()));
      return new Issued(own.getPrivate(), sign(draft, keys.getPrivate()));
    } catch (GeneralSecurityException | OperatorCreationException | CertIOException e) {
      throw unable(e);
    }
  }

  private static IllegalStateException unable(Exception cause) {
    return new IllegalStateException("every Java can sign with EC", cause);
  }

  private static KeyPair pair() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }

  private static Validity life(Instant now, Duration life) {
    return new Validity(now.minus(BEFORE), now.plus(life));
  }

  private static X509v3CertificateBuilder draft(
      X500Name issuer, X500Name subject, PublicKey key, Validity validity) {
    return new X509v3CertificateBuilder(
        issuer,
        new BigInteger(126, new SecureRandom()).setBit(126),
        validity.beginning(),
        validity.ending(),
        subject,
        SubjectPublicKeyInfo.getInstance(key.getEncoded()));
  }

  private static X500Name named(String common) {
    return new X500NameBuilder().addRDN(BCStyle.CN, common).build();
  }

  private static ExtendedKeyUsage bothSides() {
    return new ExtendedKeyUsage(
        new KeyPurposeId[] {KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth});
  }

  private static GeneralNames alternatives(List<String> names) {
    return new GeneralNames(
        names.stream().map(name -> new GeneralName(kind(name), name)).toArray(GeneralName[]::new));
  }

  private static int kind(String name) {
    return IPAddress.isValid(name) ? GeneralName.iPAddress : GeneralName.dNSName;
  }

  private static X509Certificate sign(X509v3CertificateBuilder draft, PrivateKey key)
      throws GeneralSecurityException, OperatorCreationException {
    return new JcaX509CertificateConverter()
        .getCertificate(draft.build(new JcaContentSignerBuilder("SHA256withECDSA").build(key)));
  }
}
