package dev.tidemark.core.mirror;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Work that runs once at a time: who asks for it meanwhile gets what the one run gives. */
final class SingleFlight<T> {

  private final AtomicReference<@Nullable CompletableFuture<T>> running = new AtomicReference<>();

  T run(Supplier<T> work) {
    CompletableFuture<T> own = new CompletableFuture<>();
    CompletableFuture<T> other = running.compareAndExchange(null, own);
    return other == null ? fly(own, work) : joined(other);
  }

  private T fly(CompletableFuture<T> own, Supplier<T> work) {
    try {
      T result = work.get();
      own.complete(result);
      return result;
    } catch (RuntimeException | Error failure) {
      own.completeExceptionally(failure);
      throw failure;
    } finally {
      running.set(null);
    }
  }

  private static <T> T joined(CompletableFuture<T> other) {
    try {
      return other.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw e;
    }
  }
}
