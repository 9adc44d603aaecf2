package dev.tidemark.assembly;

import dev.tidemark.core.state.StateEngine;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** A state and the one thread that writes it behind; both end here. */
final class StateThread implements AutoCloseable {

  private final ExecutorService worker = Executors.newSingleThreadExecutor();
  private final StateEngine engine;

  StateThread(Function<Executor, StateEngine> opened) {
    try {
      engine = opened.apply(worker);
      engine.start();
    } catch (RuntimeException | Error failure) {
      worker.shutdownNow();
      throw failure;
    }
  }

  StateEngine engine() {
    return engine;
  }

  /** A flush that runs is waited for, and not interrupted: it is the last but one. */
  @Override
  public void close() {
    try {
      engine.stop();
    } finally {
      worker.shutdown();
    }
  }
}
