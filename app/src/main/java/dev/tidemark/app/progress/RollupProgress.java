package dev.tidemark.app.progress;

import dev.tidemark.app.text.Amounts;
import dev.tidemark.core.event.Event;
import dev.tidemark.core.event.Listener;
import dev.tidemark.core.rollup.RollupEvent;
import dev.tidemark.core.rollup.RollupEvent.PartComputed;
import java.io.PrintWriter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One line for each part of a backfill; on a terminal, a bar instead. Safe for use by many threads.
 */
public final class RollupProgress implements Listener, AutoCloseable {

  private final MovingBar bar;
  private final PrintWriter err;
  private final boolean terminal;
  private @Nullable PartComputed last;

  /**
   * @param terminal whether a person watches, so that a bar may move there
   */
  public RollupProgress(PrintWriter err, boolean terminal) {
    this.bar = new MovingBar(err);
    this.err = err;
    this.terminal = terminal;
  }

  @Override
  public synchronized void on(Event event) {
    if (event instanceof PartComputed part) {
      if (terminal) {
        draw(part);
      } else {
        err.println(line(part));
        err.flush();
      }
      last = part;
    } else if (event instanceof RollupEvent.Completed) {
      bar.close();
    }
  }

  /** What was computed last, if anything was. */
  public synchronized Optional<PartComputed> last() {
    return Optional.ofNullable(last);
  }

  private void draw(PartComputed part) {
    if (last == null || !task(last).equals(task(part))) {
      bar.start(task(part), part.parts(), new PartsRenderer());
    }
    bar.stepTo(part.done());
  }

  private static String task(PartComputed part) {
    return part.rollup() + " in " + part.place();
  }

  private static String line(PartComputed part) {
    return "%s  %d of %d parts  %s  %s"
        .formatted(
            task(part),
            part.done(),
            part.parts(),
            part.part(),
            Amounts.count(part.cells(), "cell", "cells"));
  }

  /** Wipes a bar that a failure left behind. */
  @Override
  public synchronized void close() {
    bar.close();
  }
}
