package dev.tidemark.app.report;

import dev.tidemark.app.text.Amounts;
import dev.tidemark.app.text.Json;
import dev.tidemark.app.text.OneLine;
import dev.tidemark.core.feed.Position;
import dev.tidemark.core.mirror.MirrorStatus;
import dev.tidemark.core.mirror.Standing;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whether a mirror came to a position of the feed in time.
 *
 * @param status how it stands behind that
 */
public record ReachedReport(
    MirrorStatus status, Position wanted, boolean reached, Duration patience) {

  public void print(PrintWriter out, PrintWriter err) {
    if (reached) {
      out.println("%s has position %s".formatted(status.name(), Amounts.count(wanted.value())));
    } else {
      err.println(
          "error: %s has not come to position %s within %s: it is at %s, %s"
              .formatted(
                  status.name(),
                  Amounts.count(wanted.value()),
                  Amounts.time(patience),
                  status.position().map(at -> Amounts.count(at.value())).orElse("none"),
                  why(status.standing())));
    }
  }

  private static String why(Standing standing) {
    return MirrorsReport.words(standing.state())
        + (standing.reason().isEmpty() ? "" : ": " + OneLine.of(standing.reason()));
  }

  public Map<String, @Nullable Object> json() {
    return Json.object(
        "mirror", status.name(),
        "wanted", wanted.value(),
        "reached", reached,
        "position", status.position().map(Position::value),
        "state", MirrorsReport.code(status.standing().state()));
  }
}
