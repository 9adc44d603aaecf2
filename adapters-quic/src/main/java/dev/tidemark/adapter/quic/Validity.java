package dev.tidemark.adapter.quic;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * From when until when a certificate is valid, out of its bytes: Java has only old dates for it.
 */
record Validity(Instant begin, Instant end) {

  private static final int VERSION = 0xa0;
  private static final int SHORT_TIME = 0x17;
  private static final int LAST_YEAR_OF_2000 = 50;
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuuMMddHHmmss'Z'");

  static Validity of(X509Certificate certificate) {
    try {
      ByteBuffer body = content(ByteBuffer.wrap(certificate.getTBSCertificate()));
      if ((body.get(body.position()) & 0xff) == VERSION) {
        content(body);
      }
      // The serial number, the algorithm, the issuer.
      content(body);
      content(body);
      content(body);
      ByteBuffer times = content(body);
      return new Validity(time(times), time(times));
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("what was read can be written", e);
    }
  }

  /** What the next value holds; it is behind that then. */
  private static ByteBuffer content(ByteBuffer in) {
    in.get();
    int length = in.get() & 0xff;
    if (length >= 0x80) {
      int digits = length & 0x7f;
      length = 0;
      for (int i = 0; i < digits; i++) {
        length = length << 8 | in.get() & 0xff;
      }
    }
    ByteBuffer content = in.slice(in.position(), length);
    in.position(in.position() + length);
    return content;
  }

  private static Instant time(ByteBuffer in) {
    boolean isShort = in.get(in.position()) == SHORT_TIME;
    String text = StandardCharsets.US_ASCII.decode(content(in)).toString();
    String century =
        isShort ? Integer.parseInt(text.substring(0, 2)) < LAST_YEAR_OF_2000 ? "20" : "19" : "";
    return LocalDateTime.parse(century + text, TIME).toInstant(ZoneOffset.UTC);
  }
}
