package dev.tidemark.adapter.http;

import dev.tidemark.adapter.http.HttpOriginConfig.Timeouts;
import dev.tidemark.core.origin.spi.OriginAnswer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One request that is under way, until the head of its answer is there. */
record Exchange(
    CompletableFuture<?> head,
    Incoming incoming,
    Optional<Upload> upload,
    OriginBreakdown breakdown) {

  /** Sends the body and waits. Whatever goes wrong, the exchange is over then. */
  OriginAnswer answer(Timeouts timeouts) {
    try {
      send(timeouts);
      await(upload.isPresent() ? timeouts.head() : timeouts.connect().plus(timeouts.head()));
      Reply reply = incoming.reply();
      return new OriginAnswer(
          reply.status(),
          EndToEnd.fromOrigin(reply.headers()),
          new OriginContent(reply.body(), breakdown, this::end));
    } catch (InterruptedException e) {
      end();
      Thread.currentThread().interrupt();
      throw breakdown.stopped(e);
    } catch (RuntimeException | Error e) {
      end();
      throw e;
    }
  }

  /** An answer that is there before the whole body is sent is the answer all the same. */
  private void send(Timeouts timeouts) throws InterruptedException {
    if (upload.isPresent()) {
      head.whenComplete((answer, failure) -> upload.get().stop());
      try {
        upload.get().pump(timeouts.connect().plus(timeouts.stall()), timeouts.stall());
      } catch (Upload.StallException e) {
        throw breakdown.stalled(e);
      }
    }
  }

  private void await(Duration limit) throws InterruptedException {
    try {
      head.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw breakdown.noHead(e);
    } catch (ExecutionException e) {
      if (!incoming.hasHead()) {
        throw breakdown.noAnswer(Waiting.cause(e));
      }
      // A short body may break off before its head is reported; what came of it is still good.
      incoming.breakOff(Waiting.cause(e));
    }
  }

  /** Lets go of the connection, unless everything was sent and received. */
  private void end() {
    head.cancel(true);
    incoming.close();
    upload.ifPresent(Upload::breakOff);
  }
}
