package dev.tidemark.app.report;

import dev.tidemark.app.text.Json;
import dev.tidemark.core.state.StateStatus;
import dev.tidemark.core.state.spi.LastFlush;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** How the weak state stands: what is not written yet, and why. */
public record StateReport(StateStatus status) {

  public Map<String, @Nullable Object> json() {
    return Json.object(
        "phase", status.phase().name().toLowerCase(Locale.ROOT),
        "dirty", new TreeMap<>(status.dirty()),
        "oldest", status.oldest(),
        "lastFlush", lastFlush(),
        "failures", status.failures(),
        "lastError", status.lastError());
  }

  private Optional<Instant> lastFlush() {
    return Optional.of(status.last())
        .filter(last -> !last.equals(LastFlush.NONE))
        .map(LastFlush::at);
  }
}
