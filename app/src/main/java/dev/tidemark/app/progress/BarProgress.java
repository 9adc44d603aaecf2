package dev.tidemark.app.progress;

import dev.tidemark.core.event.Event;
import dev.tidemark.core.event.Listener;
import dev.tidemark.core.sync.SyncEvent;
import dev.tidemark.core.sync.spi.Fetch;
import dev.tidemark.core.sync.spi.Fetched;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * A bar that moves while rows come, and becomes a line when they are there, or nothing when they do
 * not. For one thread and a terminal.
 */
public final class BarProgress implements Listener, AutoCloseable {

  private final MovingBar bar;
  private final Clock clock;
  private Instant startedAt = Instant.EPOCH;

  public BarProgress(PrintWriter err, Clock clock) {
    this.bar = new MovingBar(err);
    this.clock = clock;
  }

  @Override
  public void on(Event event) {
    if (event instanceof SyncEvent.FetchStarted started) {
      startedAt = clock.instant();
      bar.start(task(started.what()), MovingBar.UNKNOWN);
    } else if (event instanceof SyncEvent.RowsStaged staged) {
      bar.stepTo(staged.rows());
    } else if (event instanceof SyncEvent.FetchEnded ended) {
      done(ended.what(), ended.fetched());
    } else if (event instanceof SyncEvent) {
      bar.close();
      ProgressLine.of(event, clock.getZone()).ifPresent(bar::print);
    }
  }

  /** Wipes a bar that a failure left behind. */
  @Override
  public void close() {
    bar.close();
  }

  private void done(Fetch what, Fetched fetched) {
    bar.print(FetchLine.of(what, fetched, Duration.between(startedAt, clock.instant())));
  }

  private static String task(Fetch what) {
    return "%-13s %-8s".formatted(what.type().name(), FetchLine.kind(what));
  }
}
