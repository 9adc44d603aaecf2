package dev.tidemark.core.sync.spi;

/**
 * The REST API that is copied. Safe for use by many threads, though an adapter may let only one
 * request through at a time.
 */
@FunctionalInterface
public interface Upstream {

  /**
   * Streams what is asked into the sink, in upstream's order, a row at a time: memory does not grow
   * with the answer. Idempotent. When it throws, the sink has got a part of the answer that must
   * not be used as the whole.
   *
   * @throws dev.tidemark.core.RateLimitedException if the upstream wants to be left alone, and
   *     until when
   * @throws dev.tidemark.core.UnauthenticatedException if it does not accept the credentials
   * @throws dev.tidemark.core.RefusedException if it refuses this client
   * @throws dev.tidemark.core.UpstreamUnavailableException if it cannot be reached, fails, or stops
   *     sending
   * @throws dev.tidemark.core.BadAnswerException if the answer is no complete list of rows
   * @throws dev.tidemark.core.CancelledException if the thread was interrupted
   */
  Fetched fetch(Fetch what, RowSink into);

  /**
   * Who is copied and as whom it is seen. Rows fetched under one identity may be missing under
   * another, so a replica whose identity changes is read whole. Holds no secret.
   */
  default String identity() {
    return "";
  }
}
