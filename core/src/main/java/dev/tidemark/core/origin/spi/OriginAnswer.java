package dev.tidemark.core.origin.spi;

import java.util.List;

/**
 * What the origin says to a request.
 *
 * @param headers those that are meant for whoever asked; the values of each name in their order
 * @param body empty if the answer has none
 */
public record OriginAnswer(int status, List<Header> headers, Content body)
    implements AutoCloseable {

  public OriginAnswer {
    headers = List.copyOf(headers);
  }

  /** Closes the body. */
  @Override
  public void close() {
    body.close();
  }
}
