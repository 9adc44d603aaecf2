package dev.tidemark.app.telemetry;

import dev.tidemark.core.event.Event;
import dev.tidemark.core.event.Listener;
import dev.tidemark.core.mirror.Comparison;
import dev.tidemark.core.mirror.MirrorEvent;
import dev.tidemark.core.mirror.Mirrors;
import dev.tidemark.core.mirror.Repaired;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Schema;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts what is done to mirrors. Every series of a mirror is there from the start, with nothing in
 * it. Safe for use by many threads.
 */
final class MirrorMeters implements Listener {

  private static final String COPIED = "copied";
  private static final String COMPARED = "compared";
  private static final String WRITTEN = "written";
  private static final String REMOVED = "removed";

  private static final String MISSING = "missing";
  private static final String EXTRA = "extra";
  private static final String DIFFERENT = "different";

  private final MeterRegistry registry;

  /** Rows of a table that is being copied or compared, so far: they are told as a sum. */
  private final Map<String, Long> soFar = new ConcurrentHashMap<>();

  private final Reactions reactions = new Reactions();

  MirrorMeters(MeterRegistry registry) {
    this.registry = registry;
    reactToRows();
    reactToWholes();
  }

  private void reactToRows() {
    reactions
        .when(MirrorEvent.CopyStarted.class, e -> begin(COPIED, e, e.type()))
        .when(MirrorEvent.RowsCopied.class, e -> came(COPIED, e, e.type(), e.rows()))
        .when(MirrorEvent.ComparisonStarted.class, e -> begin(COMPARED, e, e.type()))
        .when(MirrorEvent.RowsCompared.class, e -> came(COMPARED, e, e.type(), e.rows()));
  }

  private void reactToWholes() {
    reactions
        .when(MirrorEvent.ComparisonEnded.class, event -> compared(event, event.comparison()))
        .when(MirrorEvent.TableRepaired.class, event -> repaired(event, event.repaired()))
        .when(
            MirrorEvent.ChangesApplied.class,
            event -> changes(event.mirror()).increment(event.changes()))
        .when(
            MirrorEvent.TableFailed.class,
            event -> failures(event.mirror(), event.type()).increment());
  }

  @Override
  public void on(Event event) {
    reactions.to(event);
  }

  /** Makes the series of these mirrors. */
  void expect(Mirrors mirrors, Schema schema) {
    mirrors
        .all()
        .forEach(
            mirror -> {
              changes(mirror.name());
              schema.types().forEach(type -> zeros(mirror.name(), type));
            });
  }

  private void zeros(String mirror, EntityType type) {
    for (String what : List.of(COPIED, COMPARED, WRITTEN, REMOVED)) {
      rows(mirror, type, what);
    }
    for (String kind : List.of(MISSING, EXTRA, DIFFERENT)) {
      drift(mirror, type, kind);
    }
    failures(mirror, type);
  }

  private void begin(String what, MirrorEvent event, EntityType type) {
    soFar.put(place(what, event, type), 0L);
  }

  private void came(String what, MirrorEvent event, EntityType type, long rows) {
    Long before = soFar.put(place(what, event, type), rows);
    rows(event.mirror(), type, what).increment(rows - (before == null ? 0 : before));
  }

  private static String place(String what, MirrorEvent event, EntityType type) {
    return what + " " + event.mirror() + "." + type.name();
  }

  private void compared(MirrorEvent event, Comparison found) {
    drift(event.mirror(), found.type(), MISSING).increment(found.missing());
    drift(event.mirror(), found.type(), EXTRA).increment(found.extra());
    drift(event.mirror(), found.type(), DIFFERENT).increment(found.different());
  }

  private void repaired(MirrorEvent event, Repaired repaired) {
    EntityType type = repaired.found().type();
    rows(event.mirror(), type, WRITTEN).increment(repaired.written());
    rows(event.mirror(), type, REMOVED).increment(repaired.removed());
  }

  private Counter rows(String mirror, EntityType type, String what) {
    return counter(
        "tidemark.mirror.rows",
        "rows of mirrors, by what was done with them",
        "mirror",
        mirror,
        "type",
        type.name(),
        "what",
        what);
  }

  private Counter drift(String mirror, EntityType type, String kind) {
    return counter(
        "tidemark.mirror.drift",
        "rows that were found to differ",
        "mirror",
        mirror,
        "type",
        type.name(),
        "kind",
        kind);
  }

  private Counter failures(String mirror, EntityType type) {
    return counter(
        "tidemark.mirror.failures",
        "times that a table could not be brought up to date",
        "mirror",
        mirror,
        "type",
        type.name());
  }

  private Counter changes(String mirror) {
    return counter("tidemark.mirror.changes", "changes of the feed applied", "mirror", mirror);
  }

  private Counter counter(String name, String description, String... tags) {
    return Counter.builder(name).description(description).tags(tags).register(registry);
  }
}
