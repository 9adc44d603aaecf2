package dev.tidemark.app.telemetry;

import dev.tidemark.app.text.OneLine;
import dev.tidemark.core.event.Event;
import dev.tidemark.core.event.Listener;
import dev.tidemark.core.rollup.Backfilled;
import dev.tidemark.core.rollup.RollupEvent;
import dev.tidemark.core.rollup.Tick;
import dev.tidemark.core.rollup.Verified;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Writes to the log what becomes of rollups. What fails alike again and again is told once, until
 * it succeeds or fails otherwise, and so is one that lags. Safe for use by many threads.
 */
final class RollupLog implements Listener {

  private final Map<String, String> failures = new HashMap<>();
  private final Set<String> lagging = new HashSet<>();
  private final Reactions reactions = new Reactions();
  private final Logger log;

  RollupLog(Logger log) {
    this.log = log;
    reactions
        .when(RollupEvent.Ticked.class, this::ticked)
        .when(RollupEvent.Stood.class, this::stood)
        .when(RollupEvent.Lagging.class, this::lagging)
        .when(RollupEvent.PartComputed.class, this::computed)
        .when(RollupEvent.Completed.class, event -> completed(event, event.result()))
        .when(RollupEvent.Checked.class, event -> checked(event, event.result()))
        .when(
            RollupEvent.LeaseLost.class,
            e -> line(Level.WARN, e).log("another took over the work on a rollup"));
  }

  @Override
  public synchronized void on(Event event) {
    reactions.to(event);
  }

  private void ticked(RollupEvent.Ticked event) {
    if (event.tick() instanceof Tick.Failed failed) {
      failed(event, failed.reason());
      return;
    }
    if (event.tick() instanceof Tick.LockBusy busy) {
      line(Level.DEBUG, event)
          .addKeyValue("holder", OneLine.of(busy.holder()))
          .addKeyValue("until", busy.until())
          .log("another is at a rollup");
      return;
    }
    failures.remove(event.fullName());
    LoggingEventBuilder line = line(Level.DEBUG, event);
    if (event.tick() instanceof Tick.Ran ran) {
      line.addKeyValue("cells", ran.cells()).addKeyValue("watermark", ran.to());
    }
    line.addKeyValue("millis", event.took().toMillis()).log("rollup looked for changes");
  }

  private void failed(RollupEvent event, String reason) {
    Level level = reason.equals(failures.put(event.fullName(), reason)) ? Level.DEBUG : Level.WARN;
    line(level, event)
        .addKeyValue("reason", OneLine.of(reason))
        .log("rollup could not take in what has changed, which is tried again");
  }

  /** One that lags is told of directly behind this. */
  private void stood(RollupEvent.Stood event) {
    if (event.standing().waitingSince().isEmpty()) {
      lagging.remove(event.fullName());
    }
  }

  private void lagging(RollupEvent.Lagging event) {
    line(lagging.add(event.fullName()) ? Level.WARN : Level.DEBUG, event)
        .addKeyValue("age_seconds", event.age().toSeconds())
        .addKeyValue("queued", event.queued())
        .log("rollup is behind its source");
  }

  private void computed(RollupEvent.PartComputed event) {
    line(Level.DEBUG, event)
        .addKeyValue("part", event.part())
        .addKeyValue("cells", event.cells())
        .addKeyValue("done", event.done())
        .addKeyValue("parts", event.parts())
        .log("part of a rollup computed");
  }

  private void completed(RollupEvent event, Backfilled result) {
    line(Level.INFO, event)
        .addKeyValue("span", result.span())
        .addKeyValue("parts", result.computed().size() + result.skipped())
        .addKeyValue("cells", result.cells())
        .log("rollup is complete");
  }

  private void checked(RollupEvent event, Verified found) {
    LoggingEventBuilder line =
        line(found.mismatches() == 0 ? Level.DEBUG : Level.WARN, event)
            .addKeyValue("buckets", found.buckets())
            .addKeyValue("cells", found.cells());
    if (found.mismatches() == 0) {
      line.log("rollup verified");
    } else {
      line.addKeyValue("mismatches", found.mismatches())
          .addKeyValue("repaired", found.repaired())
          .log("rollup was not what its events add up to");
    }
  }

  private LoggingEventBuilder line(Level level, RollupEvent event) {
    return log.atLevel(level)
        .addKeyValue("rollup", event.rollup())
        .addKeyValue("place", event.place());
  }
}
