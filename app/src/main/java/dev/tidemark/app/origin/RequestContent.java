package dev.tidemark.app.origin;

import dev.tidemark.core.origin.spi.Content;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * The body of a request as it comes in. The server closes it with the request.
 *
 * @param in fails if the client goes away, or sends nothing for too long
 */
record RequestContent(InputStream in) implements Content {

  @Override
  public int read(byte[] into, int offset, int length) {
    try {
      return in.read(into, offset, length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {}
}
