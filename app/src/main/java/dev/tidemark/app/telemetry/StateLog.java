package dev.tidemark.app.telemetry;

import dev.tidemark.app.text.OneLine;
import dev.tidemark.core.TidemarkException;
import dev.tidemark.core.event.Event;
import dev.tidemark.core.event.Listener;
import dev.tidemark.core.state.FlushReport;
import dev.tidemark.core.state.RepairReport;
import dev.tidemark.core.state.StateEvent;
import dev.tidemark.core.state.spi.Removed;
import org.slf4j.Logger;

/** Writes to the log what the state tells. Safe for use by many threads. */
final class StateLog implements Listener {

  private final Logger log;
  private final Reactions reactions = new Reactions();

  StateLog(Logger log) {
    this.log = log;
    reactions
        .when(StateEvent.Flushed.class, event -> flushed(event.report()))
        .when(StateEvent.FlushFailed.class, this::failed)
        .when(
            StateEvent.Unwritable.class,
            e -> odd("value cannot be written, it stays in memory", e.type(), e.key(), e.failure()))
        .when(
            StateEvent.Unreadable.class,
            e ->
                odd("stored row cannot be read, it is passed over", e.type(), e.key(), e.failure()))
        .when(StateEvent.Repaired.class, event -> repaired(event.report()))
        .when(
            StateEvent.StoreMadeAnew.class,
            event -> log.atWarn().addKeyValue("what", event.what()).log("weak state made anew"));
  }

  @Override
  public void on(Event event) {
    reactions.to(event);
  }

  private void flushed(FlushReport report) {
    log.atDebug()
        .addKeyValue("flush", report.number())
        .addKeyValue("upserts", report.upserts())
        .addKeyValue("deletes", report.deletes())
        .addKeyValue("left", report.left())
        .log("state written");
  }

  private void failed(StateEvent.FlushFailed event) {
    log.atWarn()
        .addKeyValue("code", code(event.failure()))
        .addKeyValue("attempts", event.attempts())
        .addKeyValue("dirty", event.dirty())
        .addKeyValue("retry_seconds", event.retryIn().toSeconds())
        .addKeyValue("reason", reason(event.failure()))
        .log("state not written, it stays in memory");
  }

  private void odd(String what, Object type, String key, Throwable failure) {
    log.atWarn()
        .addKeyValue("type", type)
        .addKeyValue("key", key)
        .addKeyValue("reason", reason(failure))
        .log(what);
  }

  private void repaired(RepairReport report) {
    for (Removed each : report.removed()) {
      if (!each.keys().isEmpty()) {
        log.atWarn()
            .addKeyValue("rule", each.rule().text())
            .addKeyValue("removed", each.keys().size())
            .addKeyValue("of", each.rows())
            .log("state repaired");
      }
    }
  }

  private static String code(Throwable failure) {
    return failure instanceof TidemarkException known ? known.code() : "BUG";
  }

  private static String reason(Throwable failure) {
    return OneLine.of(
        failure instanceof TidemarkException ? failure.getMessage() : failure.toString());
  }
}
