package dev.tidemark.core.mirror;

import dev.tidemark.core.CancelledException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
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
      land(() -> own.complete(result));
      return result;
    } catch (RuntimeException | Error failure) {
      land(() -> own.completeExceptionally(failure));
      throw failure;
    }
  }

  /** Who has the result of this run and asks again gets another one. */
  private void land(Runnable tell) {
    running.set(null);
    tell.run();
  }

  private static <T> T joined(CompletableFuture<T> other) {
    try {
      return other.get();
    } catch (InterruptedException e) {
      throw new CancelledException("wait for what another thread does: stopped", e);
    } catch (ExecutionException e) {
      throw Causes.unwrapped(e);
    }
  }
}
