package dev.tidemark.adapter.quic;

import dev.tidemark.core.snapshot.Verdict;
import java.io.IOException;

/** What came is not what the protocol wants, or not what was announced. */
final class Breach extends IOException {

  private static final long serialVersionUID = 1L;

  private final Verdict.Code code;

  Breach(String message) {
    this(Verdict.Code.REJECTED_PROTOCOL, message);
  }

  Breach(Verdict.Code code, String message) {
    super(message);
    this.code = code;
  }

  Verdict verdict() {
    return new Verdict(code, getMessage());
  }
}
