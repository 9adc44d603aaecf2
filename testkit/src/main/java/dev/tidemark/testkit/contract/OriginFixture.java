package dev.tidemark.testkit.contract;

import dev.tidemark.core.origin.spi.Content;
import dev.tidemark.core.origin.spi.Header;
import dev.tidemark.core.origin.spi.Origin;
import dev.tidemark.core.origin.spi.OriginAnswer;
import dev.tidemark.core.origin.spi.OriginRequest;
import dev.tidemark.core.origin.spi.OriginRequest.Body;
import dev.tidemark.core.origin.spi.OriginRequest.Sender;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** What the contract of an origin needs. */
public interface OriginFixture {

  Sender SENDER = new Sender("192.0.2.7", "https", "edge.example:8443");

  /**
   * An adapter of the origin at this place.
   *
   * @param patience how long it waits for a head, and for a body that stalls
   */
  Origin newOrigin(URI base, Duration patience);

  default Origin newOrigin(URI base) {
    return newOrigin(base, Duration.ofSeconds(20));
  }

  static OriginRequest get(String target, Header... headers) {
    return new OriginRequest("GET", target, List.of(headers), Optional.empty(), SENDER);
  }

  static OriginRequest post(Content content, OptionalLong length) {
    return new OriginRequest(
        "POST", "/rows", List.of(), Optional.of(new Body(content, length)), SENDER);
  }

  /** Reads an answer to its end and closes it. */
  static String text(OriginAnswer answer) {
    try (answer) {
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      byte[] piece = new byte[1_000];
      int count = answer.body().read(piece, 0, piece.length);
      while (count >= 0) {
        all.write(piece, 0, count);
        count = answer.body().read(piece, 0, piece.length);
      }
      return all.toString(StandardCharsets.UTF_8);
    }
  }

  /** So many equal bytes, and how many of them were read. */
  final class Repeated implements Content {

    public final AtomicLong read = new AtomicLong();
    public final AtomicBoolean closed = new AtomicBoolean();
    private final long size;

    public Repeated(long size) {
      this.size = size;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
      int count = (int) Math.min(length, size - read.get());
      Arrays.fill(into, offset, offset + count, (byte) 'x');
      read.addAndGet(count);
      return count == 0 ? -1 : count;
    }

    @Override
    public void close() {
      closed.set(true);
    }
  }
}
