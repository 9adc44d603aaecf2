package dev.tidemark.adapter.quic;

import dev.tidemark.core.snapshot.ManifestText;
import java.nio.ByteBuffer;

/**
 * What goes over a stream of {@code tidemark-sync-2}: one byte for the type, four for the length,
 * the body. All numbers are big endian. A side that sends:
 *
 * <pre>
 * OFFER (WHOLE | DELTA) DATA* END
 * </pre>
 *
 * <p>and the one that takes:
 *
 * <pre>
 * HAVE? VERDICT
 * </pre>
 *
 * <p>with any number of WORKING between them. A verdict may come at any time, and ends it.
 */
record Frame(Type type, ByteBuffer body) {

  /** Type and length. */
  static final int HEAD = 5;

  /** The most payload in one frame. */
  static final int MOST_DATA = 64 << 10;

  /** The types, each with the most that its body may have. */
  enum Type {
    /** Capabilities, and what is offered: see {@link Hello.Offered}. */
    OFFER(4 + ManifestText.LONGEST),
    /** Capabilities, and what is here: see {@link Hello.Have}. */
    HAVE(60),
    /** The file is sent: see {@link Hello.Whole}. */
    WHOLE(9),
    /** What differs is sent: see {@link Hello.Delta}. */
    DELTA(57),
    /** Some payload. */
    DATA(MOST_DATA),
    /** All payload was sent. */
    END(0),
    /** Nothing to say, but alive. */
    WORKING(0),
    /** What became of it: one byte for the length of a code, the code, the rest is text. */
    VERDICT(4_200);

    private final int most;

    Type(int most) {
      this.most = most;
    }

    int most() {
      return most;
    }

    byte code() {
      return (byte) (ordinal() + 1);
    }

    static Type of(byte code) throws Breach {
      if (code < 1 || code > values().length) {
        throw new Breach("expected a frame, found type " + (code & 0xff));
      }
      return values()[code - 1];
    }
  }
}
