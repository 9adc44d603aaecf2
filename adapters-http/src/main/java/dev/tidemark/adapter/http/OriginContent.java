package dev.tidemark.adapter.http;

import dev.tidemark.core.origin.spi.Content;
import java.io.IOException;

/** The body of an origin's answer. */
final class OriginContent implements Content {

  private final BodyStream body;
  private final OriginBreakdown breakdown;
  private final Runnable end;

  OriginContent(BodyStream body, OriginBreakdown breakdown, Runnable end) {
    this.body = body;
    this.breakdown = breakdown;
    this.end = end;
  }

  @Override
  public int read(byte[] into, int offset, int length) {
    try {
      return body.read(into, offset, length);
    } catch (IOException e) {
      throw breakdown.brokeOff(body.received(), e);
    }
  }

  @Override
  public void close() {
    end.run();
  }
}
