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
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.jspecify.annotations.Nullable;

/**
 * A bar that moves while rows come, and becomes a line when they are there, or nothing when they do
 * not. For one thread and a terminal.
 */
public final class BarProgress implements Listener, AutoCloseable {

  private static final int WIDTH = 78;
  private static final int REDRAW_MILLIS = 200;

  private final PrintWriter err;
  private final Clock clock;
  private Instant startedAt = Instant.EPOCH;
  private @Nullable ProgressBar bar;

  public BarProgress(PrintWriter err, Clock clock) {
    this.err = err;
    this.clock = clock;
  }

  @Override
  public void on(Event event) {
    if (event instanceof SyncEvent.FetchStarted started) {
      close();
      startedAt = clock.instant();
      bar = start(started.what());
    } else if (event instanceof SyncEvent.RowsStaged staged && bar != null) {
      bar.stepTo(staged.rows());
    } else if (event instanceof SyncEvent.FetchEnded ended) {
      close();
      done(ended.what(), ended.fetched());
    } else if (event instanceof SyncEvent && !(event instanceof SyncEvent.RowsStaged)) {
      close();
      ProgressLine.of(event, clock.getZone()).ifPresent(this::print);
    }
  }

  /** Wipes a bar that a failure left behind. */
  @Override
  public void close() {
    if (bar != null) {
      bar.close();
      bar = null;
      draw(" ".repeat(WIDTH));
      draw("");
    }
  }

  private void done(Fetch what, Fetched fetched) {
    print(FetchLine.of(what, fetched, Duration.between(startedAt, clock.instant())));
  }

  private ProgressBar start(Fetch what) {
    return new ProgressBarBuilder()
        .setTaskName("%-13s %-8s".formatted(what.type().name(), FetchLine.kind(what)))
        .setRenderer(new BarRenderer())
        .setUpdateIntervalMillis(REDRAW_MILLIS)
        .setConsumer(new DelegatingProgressBarConsumer(this::draw, WIDTH))
        .build();
  }

  private void print(String line) {
    err.println(line);
    err.flush();
  }

  private void draw(String text) {
    err.print("\r" + text);
    err.flush();
  }
}
