package dev.tidemark.app.telemetry;

import dev.tidemark.app.text.OneLine;
import dev.tidemark.core.TidemarkException;
import dev.tidemark.core.event.Event;
import dev.tidemark.core.event.Listener;
import dev.tidemark.core.mirror.Comparison;
import dev.tidemark.core.mirror.MirrorEvent;
import dev.tidemark.core.mirror.MirrorState;
import dev.tidemark.core.mirror.Repaired;
import dev.tidemark.core.mirror.Standing;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Writes to the log what becomes of mirrors: each state once, and what a person should know of
 * their rows. What is tried again and fails alike is told once, and of refused rows the first few,
 * until the mirror comes into another state. Safe for use by many threads.
 */
final class MirrorLog implements Listener {

  /** Refused rows of one table that are told one by one. */
  private static final int ROWS = 5;

  private final Logger log;
  private final Map<String, Integer> rows = new HashMap<>();
  private final Set<String> failures = new HashSet<>();
  private final Reactions reactions = new Reactions();

  MirrorLog(Logger log) {
    this.log = log;
    reactions
        .when(MirrorEvent.MirrorStateChanged.class, this::changed)
        .when(MirrorEvent.PlaceLost.class, this::placeLost)
        .when(MirrorEvent.CopyEnded.class, this::copied)
        .when(MirrorEvent.ComparisonEnded.class, event -> compared(event, event.comparison()))
        .when(MirrorEvent.TableRepaired.class, event -> repaired(event, event.repaired()))
        .when(MirrorEvent.TableFailed.class, this::failed)
        .when(MirrorEvent.RowQuarantined.class, this::quarantined)
        .when(MirrorEvent.RowReleased.class, this::released)
        .when(MirrorEvent.ChangesApplied.class, this::applied);
  }

  @Override
  public synchronized void on(Event event) {
    reactions.to(event);
  }

  private void changed(MirrorEvent.MirrorStateChanged event) {
    rows.keySet().removeIf(table -> table.startsWith(event.mirror() + "."));
    failures.removeIf(failure -> failure.startsWith(event.mirror() + "."));
    Standing now = event.now();
    LoggingEventBuilder line =
        line(level(now), event)
            .addKeyValue("state", word(now.state()))
            .addKeyValue("from", word(event.from()));
    if (!now.degraded().isEmpty()) {
      line.addKeyValue("tables", String.join(",", new TreeSet<>(now.degraded())));
    }
    if (!now.reason().isEmpty()) {
      line.addKeyValue("reason", OneLine.of(now.reason()));
    }
    now.nextTry().ifPresent(at -> line.addKeyValue("next_try", at));
    line.log("mirror changed its state");
  }

  /** A state that is on the way, or somebody wanted, has no reason that anybody must know. */
  private static Level level(Standing now) {
    return switch (now.state()) {
      case SETUP_FAILED -> Level.ERROR;
      case DEGRADED -> Level.WARN;
      case CONNECTING -> now.nextTry().isPresent() ? Level.WARN : Level.INFO;
      case DISABLED, SETUP, CATCHING_UP, LIVE -> Level.INFO;
    };
  }

  private void placeLost(MirrorEvent.PlaceLost event) {
    line(Level.WARN, event)
        .addKeyValue("position", event.position().value())
        .addKeyValue("reason", OneLine.of(event.reason()))
        .log("mirror lost its place in the feed, all tables are compared");
  }

  private void copied(MirrorEvent.CopyEnded event) {
    line(event.rows() == 0 ? Level.DEBUG : Level.INFO, event)
        .addKeyValue("table", event.type().name())
        .addKeyValue("rows", event.rows())
        .log("mirror table filled");
  }

  private void compared(MirrorEvent event, Comparison found) {
    LoggingEventBuilder line =
        line(found.isEqual() ? Level.DEBUG : Level.WARN, event)
            .addKeyValue("table", found.type().name())
            .addKeyValue("rows", found.replica().count());
    if (found.isEqual()) {
      line.log("mirror table verified");
    } else {
      line.addKeyValue("missing", found.missing())
          .addKeyValue("extra", found.extra())
          .addKeyValue("different", found.different())
          .log("mirror table differs from the replica");
    }
  }

  private void repaired(MirrorEvent event, Repaired repaired) {
    LoggingEventBuilder line =
        line(repaired.refusal().isEmpty() ? Level.INFO : Level.ERROR, event)
            .addKeyValue("table", repaired.found().type().name())
            .addKeyValue("written", repaired.written())
            .addKeyValue("removed", repaired.removed())
            .addKeyValue("quarantined", repaired.quarantined());
    if (repaired.refusal().isEmpty()) {
      line.log("mirror table repaired");
    } else {
      line.addKeyValue("reason", OneLine.of(repaired.refusal()))
          .log("mirror table not repaired, more would be removed than may be");
    }
  }

  private void failed(MirrorEvent.TableFailed event) {
    Throwable failure = event.failure();
    if (!failures.add(event.mirror() + "." + event.type().name() + " " + failure.getMessage())) {
      return;
    }
    LoggingEventBuilder line =
        line(Severity.of(failure), event).addKeyValue("table", event.type().name());
    if (failure instanceof TidemarkException known) {
      line.addKeyValue("code", known.code())
          .addKeyValue("reason", OneLine.of(String.valueOf(known.getMessage())));
    } else {
      line.addKeyValue("code", "BUG").setCause(failure);
    }
    line.log("mirror table failed, the others go on");
  }

  private void quarantined(MirrorEvent.RowQuarantined event) {
    int told = rows.merge(event.mirror() + "." + event.type().name(), 1, Integer::sum);
    if (told <= ROWS) {
      line(Level.WARN, event)
          .addKeyValue("table", event.type().name())
          .addKeyValue("key", OneLine.of(event.key().text()))
          .addKeyValue("reason", OneLine.of(event.reason()))
          .log("mirror does not take a row");
    } else if (told == ROWS + 1) {
      line(Level.WARN, event)
          .addKeyValue("table", event.type().name())
          .log("mirror does not take more rows of the table, mirror status lists them");
    }
  }

  private void released(MirrorEvent.RowReleased event) {
    line(Level.DEBUG, event)
        .addKeyValue("table", event.type().name())
        .addKeyValue("key", OneLine.of(event.key().text()))
        .log("mirror has no trouble with a row any more");
  }

  private void applied(MirrorEvent.ChangesApplied event) {
    line(Level.DEBUG, event)
        .addKeyValue("changes", event.changes())
        .addKeyValue("position", event.position().value())
        .addKeyValue("behind", event.lag().changes())
        .log("mirror followed the feed");
  }

  private LoggingEventBuilder line(Level level, MirrorEvent event) {
    return log.atLevel(level).addKeyValue("mirror", event.mirror());
  }

  private static String word(MirrorState state) {
    return state.name().toLowerCase(Locale.ROOT);
  }
}
