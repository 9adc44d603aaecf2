package dev.tidemark.app.progress;

import dev.tidemark.core.event.Event;
import dev.tidemark.core.event.Listener;
import dev.tidemark.core.sync.SyncEvent;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** One line for each fetch and each other step, for logs and pipes. For one thread. */
public final class PlainProgress implements Listener {

  private final PrintWriter err;
  private final Clock clock;
  private Instant startedAt = Instant.EPOCH;

  public PlainProgress(PrintWriter err, Clock clock) {
    this.err = err;
    this.clock = clock;
  }

  @Override
  public void on(Event event) {
    if (event instanceof SyncEvent.FetchStarted) {
      startedAt = clock.instant();
    } else if (event instanceof SyncEvent.FetchEnded ended) {
      Duration took = Duration.between(startedAt, clock.instant());
      print(FetchLine.of(ended.what(), ended.fetched(), took));
    } else {
      ProgressLine.of(event, clock.getZone()).ifPresent(this::print);
    }
  }

  private void print(String line) {
    err.println(line);
    err.flush();
  }
}
