package dev.tidemark.app.telemetry;

import dev.tidemark.app.text.OneLine;
import dev.tidemark.core.TidemarkException;
import dev.tidemark.core.event.Event;
import dev.tidemark.core.event.Listener;
import dev.tidemark.core.snapshot.SnapshotEvent;
import dev.tidemark.core.snapshot.SnapshotManifest;
import dev.tidemark.core.snapshot.Verdict;
import dev.tidemark.core.snapshot.spi.Built;
import dev.tidemark.core.snapshot.spi.Delivery;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Writes to the log what becomes of snapshots: one line for each that is built, delivered, taken or
 * refused. What fails alike again and again is told once, until it succeeds or fails otherwise.
 * Safe for use by many threads.
 */
final class SnapshotLog implements Listener {

  private static final String BUILD = "build ";
  private static final String PUSH = "push ";
  private static final String REFUSED = "refused";

  private final Map<String, String> failures = new HashMap<>();
  private final Reactions reactions = new Reactions();
  private final Logger log;

  SnapshotLog(Logger log) {
    this.log = log;
    reactions
        .when(SnapshotEvent.BuildEnded.class, event -> built(event, event.built()))
        .when(SnapshotEvent.BuildFailed.class, this::buildFailed)
        .when(SnapshotEvent.TargetsUnreadable.class, this::targetsUnreadable)
        .when(SnapshotEvent.DeliveryUnknown.class, this::deliveryUnknown)
        .when(SnapshotEvent.PushBegan.class, this::pushBegan)
        .when(SnapshotEvent.PushEnded.class, event -> pushed(event, event.delivery()))
        .when(SnapshotEvent.PushFailed.class, this::pushFailed)
        .when(SnapshotEvent.Received.class, event -> received(event, event.verdict()))
        .when(SnapshotEvent.TakingFailed.class, this::takingFailed)
        .when(SnapshotEvent.Refused.class, event -> refused(event, event.verdict()))
        .when(SnapshotEvent.Installed.class, this::installed);
  }

  @Override
  public synchronized void on(Event event) {
    reactions.to(event);
  }

  private void built(SnapshotEvent.BuildEnded event, Built built) {
    failures.remove(BUILD + event.snapshot());
    boolean isNew = built.way() != Built.Way.UNCHANGED;
    SnapshotManifest made = built.manifest();
    LoggingEventBuilder line =
        line(isNew ? Level.INFO : Level.DEBUG, event).addKeyValue("version", made.version());
    if (isNew) {
      line.addKeyValue("way", word(built.way())).addKeyValue("bytes", made.size());
    }
    line.addKeyValue("millis", event.took().toMillis())
        .log(isNew ? "snapshot built" : "snapshot is as it was");
  }

  private void buildFailed(SnapshotEvent.BuildFailed event) {
    Level level = level(BUILD + event.snapshot(), event.cause());
    because(tryAgain(line(level, event), event.next()), event.cause())
        .log("snapshot could not be built, which is tried again");
  }

  private void targetsUnreadable(SnapshotEvent.TargetsUnreadable event) {
    because(line(Level.WARN, event), event.cause())
        .log("targets cannot be read, those that were known stay");
  }

  private void deliveryUnknown(SnapshotEvent.DeliveryUnknown event) {
    because(line(Level.WARN, event), event.cause())
        .log("how delivery stands cannot be read or written, pushes go on");
  }

  private void pushBegan(SnapshotEvent.PushBegan event) {
    target(Level.DEBUG, event, event.target())
        .addKeyValue("version", event.version())
        .addKeyValue("bytes", event.size())
        .log("push began");
  }

  private void pushed(SnapshotEvent.PushEnded event, Delivery delivery) {
    Verdict verdict = delivery.verdict();
    LoggingEventBuilder line =
        target(level(event, verdict), event, event.target())
            .addKeyValue("version", event.version());
    if (verdict.code().isGood()) {
      line.addKeyValue("way", word(delivery.way()))
          .addKeyValue("bytes", delivery.bytes())
          .addKeyValue("millis", event.took().toMillis())
          .log(said(verdict) ? "target has the snapshot" : "target had the snapshot");
    } else {
      line.addKeyValue("verdict", OneLine.of(verdict)).log("target refuses the snapshot");
    }
  }

  private static boolean said(Verdict verdict) {
    return verdict.code() == Verdict.Code.ACCEPTED;
  }

  private Level level(SnapshotEvent.PushEnded event, Verdict verdict) {
    String what = PUSH + event.snapshot() + " " + event.target();
    if (verdict.code().isGood()) {
      failures.remove(what);
      return said(verdict) ? Level.INFO : Level.DEBUG;
    }
    return toldBefore(what, verdict.toString()) ? Level.DEBUG : Level.WARN;
  }

  private void pushFailed(SnapshotEvent.PushFailed event) {
    Level level = level(PUSH + event.snapshot() + " " + event.target(), event.cause());
    LoggingEventBuilder line =
        target(level, event, event.target()).addKeyValue("attempts", event.attempts());
    because(tryAgain(line, event.next()), event.cause())
        .log("target was not reached, which is tried again");
  }

  private void received(SnapshotEvent.Received event, Verdict verdict) {
    boolean isGood = verdict.code().isGood();
    Level level = said(verdict) ? Level.INFO : Level.DEBUG;
    LoggingEventBuilder line =
        peer(isGood ? level : Level.WARN, event, event.peer())
            .addKeyValue("version", event.version())
            .addKeyValue("bytes", event.bytes())
            .addKeyValue("millis", event.took().toMillis());
    if (isGood) {
      line.log(said(verdict) ? "snapshot taken" : "snapshot was here already");
    } else {
      line.addKeyValue("verdict", OneLine.of(verdict)).log("snapshot refused");
    }
  }

  /** What the peer is not told. */
  private void takingFailed(SnapshotEvent.TakingFailed event) {
    LoggingEventBuilder line =
        peer(Severity.of(event.cause()), event, event.peer())
            .addKeyValue("version", event.version());
    because(line, event.cause()).log("snapshot could not be taken");
  }

  /** Whoever can reach the port can send anything, as often as they like. */
  private void refused(SnapshotEvent.Refused event, Verdict verdict) {
    boolean again = toldBefore(REFUSED, event.peer() + " " + verdict);
    peer(again ? Level.DEBUG : Level.WARN, event, event.peer())
        .addKeyValue("verdict", OneLine.of(verdict))
        .log("something came that is no snapshot");
  }

  private void installed(SnapshotEvent.Installed event) {
    line(event.rolledBack() ? Level.WARN : Level.INFO, event)
        .addKeyValue("version", event.version())
        .log(event.rolledBack() ? "an older snapshot is served again" : "snapshot is served");
  }

  private Level level(String what, Throwable cause) {
    return toldBefore(what, String.valueOf(cause.getMessage())) ? Level.DEBUG : Severity.of(cause);
  }

  private boolean toldBefore(String what, String reason) {
    return reason.equals(failures.put(what, reason));
  }

  private static LoggingEventBuilder tryAgain(LoggingEventBuilder line, Duration next) {
    return line.addKeyValue("next_seconds", next.toSeconds());
  }

  private static LoggingEventBuilder because(LoggingEventBuilder line, Throwable cause) {
    return cause instanceof TidemarkException known
        ? line.addKeyValue("code", known.code())
            .addKeyValue("reason", OneLine.of(String.valueOf(known.getMessage())))
        : line.addKeyValue("code", "BUG").setCause(cause);
  }

  private LoggingEventBuilder target(Level level, SnapshotEvent event, String target) {
    return line(level, event).addKeyValue("target", target);
  }

  private LoggingEventBuilder peer(Level level, SnapshotEvent event, String peer) {
    return line(level, event).addKeyValue("peer", OneLine.of(peer));
  }

  private LoggingEventBuilder line(Level level, SnapshotEvent event) {
    return log.atLevel(level).addKeyValue("snapshot", OneLine.of(event.snapshot()));
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
