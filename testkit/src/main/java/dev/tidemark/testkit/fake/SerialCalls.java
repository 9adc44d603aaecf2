package dev.tidemark.testkit.fake;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Runs one call after the other, on whatever threads. Safe for use by many threads. */
final class SerialCalls {

  private final ConcurrentLinkedQueue<Runnable> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicInteger length = new AtomicInteger();
  private final Executor executor;

  SerialCalls(Executor executor) {
    this.executor = executor;
  }

  <T> CompletableFuture<T> call(Supplier<T> work) {
    CompletableFuture<T> result = new CompletableFuture<>();
    waiting.add(() -> complete(result, work));
    if (length.getAndIncrement() == 0) {
      executor.execute(this::drain);
    }
    return result;
  }

  private static <T> void complete(CompletableFuture<T> result, Supplier<T> work) {
    try {
      result.complete(work.get());
    } catch (RuntimeException failed) {
      result.completeExceptionally(failed);
    }
  }

  private void drain() {
    do {
      waiting.remove().run();
    } while (length.decrementAndGet() > 0);
  }
}
