package dev.tidemark.app.progress;

import dev.tidemark.app.text.Amounts;
import dev.tidemark.app.text.Times;
import dev.tidemark.core.event.Event;
import dev.tidemark.core.sync.SyncEvent;
import dev.tidemark.core.sync.SyncEvent.FullForced.Reason;
import java.time.ZoneId;
import java.util.Optional;

/** What there is to say of an event that is no fetch, on one line. */
final class ProgressLine {

  private ProgressLine() {}

  static Optional<String> of(Event event, ZoneId zone) {
    if (event instanceof SyncEvent.FullForced forced) {
      return because(forced.reason()).map(why -> why + ": reading whole lists");
    }
    if (event instanceof SyncEvent.Resumed resumed) {
      return Optional.of(of(resumed));
    }
    if (event instanceof SyncEvent.Swept swept) {
      return Optional.of(of(swept));
    }
    if (event instanceof SyncEvent.RetryScheduled retry) {
      return Optional.of(
          "attempt %d at %s".formatted(retry.attempt(), Times.local(retry.at(), zone)));
    }
    return event instanceof SyncEvent.ApplyStarted ? Optional.of("applying") : Optional.empty();
  }

  /** That a new replica needs everything goes without saying. */
  private static Optional<String> because(Reason reason) {
    return switch (reason) {
      case FRESH -> Optional.empty();
      case OVERDUE -> Optional.of("the last full cycle is too long ago");
      case IDENTITY -> Optional.of("the upstream is asked with another key or address than before");
    };
  }

  private static String of(SyncEvent.Resumed resumed) {
    return "%-13s %-8s %11s %-4s from an earlier cycle"
        .formatted(
            resumed.type().name(),
            "kept",
            Amounts.count(resumed.progress().listed()),
            resumed.progress().listed() == 1 ? "row" : "rows");
  }

  private static String of(SyncEvent.Swept swept) {
    return "%-13s %-8s %11s %-4s not in the list, %s asked for, %s vanished"
        .formatted(
            swept.type().name(),
            "sweep",
            Amounts.count(swept.missing()),
            swept.missing() == 1 ? "row" : "rows",
            Amounts.count(swept.asked()),
            Amounts.count(swept.vanished()));
  }
}
