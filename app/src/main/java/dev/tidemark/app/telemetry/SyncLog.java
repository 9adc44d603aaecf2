package dev.tidemark.app.telemetry;

import dev.tidemark.app.text.OneLine;
import dev.tidemark.core.NotYetException;
import dev.tidemark.core.TidemarkException;
import dev.tidemark.core.event.Event;
import dev.tidemark.core.event.Listener;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.sync.SyncEvent;
import dev.tidemark.core.sync.SyncEvent.FullForced.Reason;
import dev.tidemark.core.sync.SyncReport;
import dev.tidemark.core.sync.spi.Mode;
import dev.tidemark.core.sync.spi.Tally;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Writes cycles to the log: one line for each at its end, and one for each thing in it that a
 * person should know. Safe for use by many threads.
 */
final class SyncLog implements Listener {

  private final Logger log;
  private final TreeSet<String> unknownFields = new TreeSet<>();
  private final Reactions reactions = new Reactions();
  private Optional<Reason> forced = Optional.empty();

  SyncLog(Logger log) {
    this.log = log;
    cycle();
    inside();
    around();
  }

  @Override
  public synchronized void on(Event event) {
    reactions.to(event);
  }

  private void cycle() {
    reactions
        .when(SyncEvent.CycleStarted.class, event -> started())
        .when(SyncEvent.FullForced.class, event -> forced = Optional.of(event.reason()))
        .when(SyncEvent.CycleSucceeded.class, event -> succeeded(event.report()))
        .when(SyncEvent.CycleFailed.class, this::failed);
  }

  private void inside() {
    reactions
        .when(SyncEvent.FellBack.class, e -> failure("type fell back to its list", e))
        .when(SyncEvent.WindowLeftOut.class, e -> failure("changes behind a list left out", e))
        .when(SyncEvent.TypeFailed.class, e -> failure("type left as it was", e))
        .when(
            SyncEvent.KeysLeftOut.class,
            e -> failure("rows could not be asked for by key", e.type(), e.failure()))
        .when(SyncEvent.SweepRefused.class, this::refused)
        .when(SyncEvent.ParentsGivenUp.class, this::givenUp)
        .when(SyncEvent.FutureVersions.class, this::futureVersions)
        .when(SyncEvent.UnknownFields.class, this::unknownFields)
        .when(SyncEvent.MemoryHigh.class, this::memoryHigh);
  }

  private void around() {
    reactions
        .when(SyncEvent.CycleNotBegun.class, this::notBegun)
        .when(
            SyncEvent.ScheduleFaltered.class,
            e ->
                failure(log.atLevel(Severity.of(e.failure())), e.failure())
                    .log("schedule faltered, it looks again within a minute"))
        .when(SyncEvent.RetryScheduled.class, this::retry)
        .when(SyncEvent.LeadershipChanged.class, this::leadership)
        .when(SyncEvent.TriggerDropped.class, this::dropped);
  }

  private void started() {
    unknownFields.clear();
    forced = Optional.empty();
  }

  private void succeeded(SyncReport report) {
    tellUnknownFields();
    LoggingEventBuilder line = cycle(Level.INFO, report.cycle(), report.mode());
    Tally total = report.total();
    line.addKeyValue("seconds", report.duration().toMillis() / 1_000.0)
        .addKeyValue("requests", report.requests())
        .addKeyValue("bytes", report.bytes())
        .addKeyValue("staged", total.staged())
        .addKeyValue("inserted", total.inserted())
        .addKeyValue("updated", total.updated())
        .addKeyValue("deleted", total.deleted())
        .addKeyValue("vanished", total.vanished())
        .addKeyValue("purged", total.purged())
        .addKeyValue("unchanged", total.unchanged())
        .addKeyValue("released", total.released())
        .addKeyValue("orphans", total.orphans())
        .addKeyValue("quarantined", total.quarantined())
        .addKeyValue("position", report.position().value());
    if (report.failures().isEmpty()) {
      line.log("cycle succeeded");
    } else {
      line.addKeyValue("left_out", names(report.failures().keySet()))
          .log("cycle succeeded in part");
    }
  }

  private void failed(SyncEvent.CycleFailed event) {
    tellUnknownFields();
    Throwable failure = event.failure();
    LoggingEventBuilder line = cycle(Severity.of(failure), event.cycle(), event.mode());
    failure(line, failure);
    if (failure instanceof NotYetException notYet) {
      line.addKeyValue("not_before", notYet.notBefore());
    }
    line.log("cycle failed");
  }

  private LoggingEventBuilder cycle(Level level, long cycle, Mode mode) {
    LoggingEventBuilder line =
        log.atLevel(level).addKeyValue("cycle", cycle).addKeyValue("mode", word(mode));
    forced.ifPresent(why -> line.addKeyValue("forced", word(why)));
    return line;
  }

  private void failure(String what, SyncEvent.FellBack event) {
    failure(what, event.type(), event.failure());
  }

  private void failure(String what, SyncEvent.WindowLeftOut event) {
    failure(what, event.type(), event.failure());
  }

  private void failure(String what, SyncEvent.TypeFailed event) {
    failure(what, event.type(), event.failure());
  }

  private void failure(String what, EntityType type, TidemarkException failure) {
    reason(warning(type), failure).log(what);
  }

  private void refused(SyncEvent.SweepRefused event) {
    warning(event.type())
        .addKeyValue("missing", event.missing())
        .addKeyValue("live", event.live())
        .addKeyValue("reason", OneLine.of(event.why()))
        .log("sweep refused, nothing of the type is marked as vanished");
  }

  private void givenUp(SyncEvent.ParentsGivenUp event) {
    warning(event.type())
        .addKeyValue("keys", event.keys())
        .log("missing parents not asked for, rows that need them wait");
  }

  private void futureVersions(SyncEvent.FutureVersions event) {
    warning(event.type())
        .addKeyValue("rows", event.rows())
        .addKeyValue("newest", event.newest())
        .log("versions that cannot be true yet, stored but followed no further");
  }

  private void unknownFields(SyncEvent.UnknownFields event) {
    event.names().forEach(name -> unknownFields.add(event.type().name() + "." + OneLine.of(name)));
  }

  private void tellUnknownFields() {
    if (!unknownFields.isEmpty()) {
      log.atWarn()
          .addKeyValue("fields", String.join(",", unknownFields))
          .log("upstream sends fields that the schema lacks, kept in _extra");
      unknownFields.clear();
    }
  }

  private void memoryHigh(SyncEvent.MemoryHigh event) {
    log.atWarn()
        .addKeyValue("peak_heap", event.peakHeap())
        .addKeyValue("peak_resident", event.peakResident())
        .log("much memory in use");
  }

  private void notBegun(SyncEvent.CycleNotBegun event) {
    LoggingEventBuilder line = log.atLevel(Severity.of(event.failure()));
    failure(line.addKeyValue("mode", word(event.mode())), event.failure()).log("cycle not begun");
  }

  private void retry(SyncEvent.RetryScheduled event) {
    log.atInfo()
        .addKeyValue("attempt", event.attempt())
        .addKeyValue("at", event.at())
        .log("cycle is tried again");
  }

  private void leadership(SyncEvent.LeadershipChanged event) {
    log.info(event.leader() ? "leadership gained" : "leadership lost");
  }

  private void dropped(SyncEvent.TriggerDropped event) {
    log.atInfo().addKeyValue("mode", word(event.mode())).log("trigger dropped, a cycle is running");
  }

  private LoggingEventBuilder warning(EntityType type) {
    return log.atWarn().addKeyValue("type", type.name());
  }

  private static LoggingEventBuilder failure(LoggingEventBuilder line, Throwable failure) {
    return failure instanceof TidemarkException known
        ? reason(line, known)
        : line.addKeyValue("code", "BUG").setCause(failure);
  }

  private static LoggingEventBuilder reason(LoggingEventBuilder line, TidemarkException failure) {
    return line.addKeyValue("code", failure.code())
        .addKeyValue("reason", OneLine.of(String.valueOf(failure.getMessage())));
  }

  private static String names(Collection<EntityType> types) {
    return types.stream().map(EntityType::name).sorted().collect(Collectors.joining(","));
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
