package dev.tidemark.app.progress;

import dev.tidemark.core.event.Event;
import dev.tidemark.core.event.Listener;
import dev.tidemark.core.mirror.MirrorEvent;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * One line for each table of a mirror that was copied or compared; on a terminal, a bar until then.
 * Safe for use by many threads, which share the bar.
 */
public final class MirrorProgress implements Listener, AutoCloseable {

  private final MovingBar bar;
  private final Clock clock;
  private final boolean terminal;
  private Instant startedAt = Instant.EPOCH;

  /**
   * @param terminal whether a person watches, so that a bar may move there
   */
  public MirrorProgress(PrintWriter err, Clock clock, boolean terminal) {
    this.bar = new MovingBar(err);
    this.clock = clock;
    this.terminal = terminal;
  }

  @Override
  public synchronized void on(Event event) {
    if (event instanceof MirrorEvent.CopyStarted started) {
      begin(MirrorLine.task(started, started.type(), "copy"), started.rows());
    } else if (event instanceof MirrorEvent.ComparisonStarted started) {
      begin(MirrorLine.task(started, started.type(), "compare"), started.rows());
    } else if (event instanceof MirrorEvent.RowsCopied copied) {
      bar.stepTo(copied.rows());
    } else if (event instanceof MirrorEvent.RowsCompared compared) {
      bar.stepTo(compared.rows());
    } else if (event instanceof MirrorEvent other) {
      MirrorLine.of(other, Duration.between(startedAt, clock.instant())).ifPresent(bar::print);
    }
  }

  private void begin(String task, long rows) {
    startedAt = clock.instant();
    if (terminal) {
      bar.start(task, rows);
    }
  }

  /** Wipes a bar that a failure left behind. */
  @Override
  public synchronized void close() {
    bar.close();
  }
}
