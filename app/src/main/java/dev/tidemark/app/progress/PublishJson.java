package dev.tidemark.app.progress;

import static java.time.temporal.ChronoUnit.MILLIS;

import dev.tidemark.app.text.Json;
import dev.tidemark.app.text.OneLine;
import dev.tidemark.core.TidemarkException;
import dev.tidemark.core.event.Event;
import dev.tidemark.core.event.Listener;
import dev.tidemark.core.snapshot.SnapshotEvent;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One line of JSON for each build and each push that ended, each of them that failed, and what the
 * state does not tell or take. Safe for use by many threads.
 */
public final class PublishJson implements Listener {

  private final PrintWriter out;
  private final Clock clock;

  public PublishJson(PrintWriter out, Clock clock) {
    this.out = out;
    this.clock = clock;
  }

  @Override
  public void on(Event event) {
    if (event instanceof SnapshotEvent told) {
      told(told).ifPresent(json -> print(told, json));
    }
  }

  private synchronized void print(SnapshotEvent event, Map<String, @Nullable Object> what) {
    Map<String, @Nullable Object> json =
        Json.object("at", clock.instant().truncatedTo(MILLIS), "snapshot", event.snapshot());
    json.putAll(what);
    out.println(Json.line(json));
    out.flush();
  }

  private static Optional<Map<String, @Nullable Object>> told(SnapshotEvent event) {
    if (event instanceof SnapshotEvent.BuildEnded ended) {
      return Optional.of(built(ended));
    }
    if (event instanceof SnapshotEvent.BuildFailed failed) {
      return Optional.of(failed("build_failed", failed.cause()));
    }
    if (event instanceof SnapshotEvent.PushEnded ended) {
      return Optional.of(pushed(ended));
    }
    if (event instanceof SnapshotEvent.PushFailed failed) {
      Map<String, @Nullable Object> json = failed("push_failed", failed.cause());
      json.put("target", failed.target());
      json.put("attempts", failed.attempts());
      return Optional.of(json);
    }
    return ofState(event);
  }

  /** What the state does not tell or take; pushes go on meanwhile. */
  private static Optional<Map<String, @Nullable Object>> ofState(SnapshotEvent event) {
    if (event instanceof SnapshotEvent.TargetsUnreadable unreadable) {
      return Optional.of(failed("targets_unreadable", unreadable.cause()));
    }
    return event instanceof SnapshotEvent.DeliveryUnknown unknown
        ? Optional.of(failed("delivery_unknown", unknown.cause()))
        : Optional.empty();
  }

  private static Map<String, @Nullable Object> built(SnapshotEvent.BuildEnded ended) {
    return Json.object(
        "event", "built",
        "version", ended.built().manifest().version().toString(),
        "way", word(ended.built().way()),
        "bytes", ended.built().manifest().size(),
        "millis", ended.took().toMillis());
  }

  private static Map<String, @Nullable Object> pushed(SnapshotEvent.PushEnded ended) {
    return Json.object(
        "event", "pushed",
        "version", ended.version().toString(),
        "target", ended.target(),
        "delivered", ended.delivery().verdict().code().isGood(),
        "verdict", ended.delivery().verdict().code().name(),
        "text", ended.delivery().verdict().text(),
        "way", word(ended.delivery().way()),
        "bytes", ended.delivery().bytes(),
        "millis", ended.took().toMillis());
  }

  private static Map<String, @Nullable Object> failed(String event, Throwable cause) {
    return Json.object(
        "event",
        event,
        "code",
        cause instanceof TidemarkException known ? known.code() : "INTERNAL",
        "error",
        OneLine.of(String.valueOf(cause.getMessage())));
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
