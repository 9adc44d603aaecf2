package dev.tidemark.adapter.http;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for what the HTTP client promised, and tells what came of it instead. */
final class Waiting {

  private Waiting() {}

  /** Whatever goes wrong, the exchange is over then. */
  static <T> T waitFor(CompletableFuture<T> promised, Duration within, OriginBreakdown breakdown) {
    try {
      return promised.get(within.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      promised.cancel(true);
      throw breakdown.noHead(e);
    } catch (InterruptedException e) {
      promised.cancel(true);
      Thread.currentThread().interrupt();
      throw breakdown.stopped(e);
    } catch (ExecutionException e) {
      throw breakdown.noAnswer(cause(e));
    }
  }

  static IOException cause(ExecutionException e) {
    return e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
  }
}
