package dev.tidemark.testkit.fake;

import dev.tidemark.core.StorageException;
import dev.tidemark.core.rollup.Changes;
import dev.tidemark.core.rollup.RollupCell;
import dev.tidemark.core.rollup.RollupPlan;
import dev.tidemark.core.rollup.Span;
import dev.tidemark.core.rollup.Watermark;
import dev.tidemark.core.schema.Row;
import dev.tidemark.testkit.model.CellKey;
import dev.tidemark.testkit.model.RollupOracle;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The events of one rollup as one transaction sees them, and what they add up to. */
final class RollupEvents {

  private final RollupPlan plan;
  private final RollupContents contents;
  private final RollupOracle oracle;

  RollupEvents(RollupPlan plan, RollupContents contents) {
    this.plan = plan;
    this.contents = contents;
    this.oracle = new RollupOracle(plan, contents::find);
  }

  RollupOracle oracle() {
    return oracle;
  }

  Collection<Row> all() {
    return contents.rows(plan.source());
  }

  /** These cells of those that there are and of those that are archived. */
  Map<CellKey, RollupCell> compute(Predicate<CellKey> which) {
    List<Row> events =
        all().stream().filter(row -> oracle.cellOf(row).filter(which).isPresent()).toList();
    try {
      Map<CellKey, RollupCell> cells = new TreeMap<>(RollupOracle.byKey(oracle.cells(events)));
      contents.rollup(plan).archive.entrySet().stream()
          .filter(each -> which.test(each.getKey()))
          .forEach(
              each ->
                  cells.merge(
                      each.getKey(),
                      each.getValue(),
                      (one, other) -> RollupOracle.merge(plan, one, other)));
      return cells;
    } catch (ArithmeticException e) {
      throw new StorageException(
          "compute rollup %s: %s; correct the events".formatted(plan.name(), e.getMessage()),
          false,
          e);
    }
  }

  Map<CellKey, RollupCell> compute(Span span) {
    return compute(cell -> isWithin(span, cell));
  }

  static boolean isWithin(Span span, CellKey cell) {
    return !cell.bucket().isBefore(span.from()) && cell.bucket().isBefore(span.to());
  }

  /** The cells of the events that changed within this. */
  Set<CellKey> changed(Predicate<Row> window) {
    Set<CellKey> cells = new TreeSet<>();
    all().stream().filter(window).forEach(row -> oracle.cellOf(row).ifPresent(cells::add));
    return cells;
  }

  /** Of which a change waits: it is noted, or behind the watermark. */
  Set<CellKey> pending() {
    Set<CellKey> cells = changed(this::isBehindWatermark);
    contents.rollup(plan).notes.values().forEach(note -> cells.add(note.cell()));
    return cells;
  }

  private boolean isBehindWatermark(Row event) {
    Watermark watermark = contents.rollup(plan).watermark;
    boolean byTime = watermark.time().map(from -> isWrittenSince(from, event)).orElse(false);
    return byTime
        || watermark.sequence().isPresent() && sequence(event) > watermark.sequence().getAsLong();
  }

  boolean isWrittenSince(Instant from, Row event) {
    return writtenAt(event).map(at -> !at.isBefore(from)).orElse(false);
  }

  /** When the source says that an event was written, or else when it was. */
  Optional<Instant> writtenAt(Row event) {
    @Nullable Object written =
        plan.definition().changes() instanceof Changes.ByTime by ? event.value(by.field()) : null;
    return Stream.of(
            Optional.ofNullable(written), Optional.ofNullable(event.value(plan.time().name())))
        .flatMap(Optional::stream)
        .map(Instant.class::cast)
        .findFirst();
  }

  /** Of a source with a sequence; the least for an event without one. */
  long sequence(Row event) {
    return plan.definition().changes() instanceof Changes.BySequence by
            && event.value(by.field()) instanceof Long number
        ? number
        : Long.MIN_VALUE;
  }

  /** The greatest number that there is; 0 without any. */
  long lastSequence() {
    return all().stream().mapToLong(this::sequence).max().orElse(0);
  }

  /** When the oldest change was that was not taken in. */
  Optional<Instant> waitingSince() {
    Stream<Instant> noted = contents.rollup(plan).notes.values().stream().map(KeptRollup.Note::at);
    Stream<Instant> written =
        all().stream().filter(this::isBehindWatermark).flatMap(event -> writtenAt(event).stream());
    return Stream.concat(noted, written).min(Instant::compareTo);
  }
}
