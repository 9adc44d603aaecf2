package dev.tidemark.adapter.quic;

import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.bouncycastle.asn1.DERGeneralizedTime;
import org.bouncycastle.asn1.DERUTCTime;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.bouncycastle.asn1.x509.Time;

/**
 * From when until when a certificate is valid, as its text has it: Java and Bouncy Castle have only
 * old dates for it.
 */
record Validity(Instant begin, Instant end) {

  /** The first year for which X.509 wants four digits. */
  private static final int LONG_YEARS = 2050;

  private static final DateTimeFormatter SHORT = DateTimeFormatter.ofPattern("uuMMddHHmmss'Z'");
  private static final DateTimeFormatter LONG = DateTimeFormatter.ofPattern("uuuuMMddHHmmss'Z'");
  private static final DateTimeFormatter READ =
      DateTimeFormatter.ofPattern("uuuuMMddHHmmss'GMT'xxx");

  static Validity of(X509Certificate certificate) {
    try {
      TBSCertificate body = TBSCertificate.getInstance(certificate.getTBSCertificate());
      return new Validity(instant(body.getStartDate()), instant(body.getEndDate()));
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("what was read can be written", e);
    }
  }

  private static Instant instant(Time time) {
    return OffsetDateTime.parse(time.getTime(), READ).toInstant();
  }

  Time beginning() {
    return time(begin);
  }

  Time ending() {
    return time(end);
  }

  private static Time time(Instant at) {
    OffsetDateTime utc = at.atOffset(ZoneOffset.UTC);
    return new Time(
        utc.getYear() < LONG_YEARS
            ? new DERUTCTime(SHORT.format(utc))
            : new DERGeneralizedTime(LONG.format(utc)));
  }
}
