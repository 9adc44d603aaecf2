package dev.tidemark.app.report;

import dev.tidemark.app.text.Amounts;
import dev.tidemark.app.text.Json;
import dev.tidemark.app.text.OneLine;
import dev.tidemark.core.rollup.RollupPlan;
import dev.tidemark.core.rollup.Tick;
import java.io.PrintWriter;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What came of ticks of one rollup.
 *
 * @param ticks that computed something
 * @param cells that they wrote or removed
 * @param last the one that ended it
 */
public record TickedReport(
    RollupPlan plan, String kept, long ticks, long cells, Tick last, RollupReport.Reader reader) {

  public boolean failed() {
    return last instanceof Tick.Failed;
  }

  public void print(PrintWriter out) {
    out.println(RollupReport.title(plan, kept) + ": " + words());
  }

  private String words() {
    if (last instanceof Tick.Failed failed) {
      return done("FAILED: " + OneLine.of(failed.reason()));
    }
    if (last instanceof Tick.LockBusy busy) {
      return done(
          "LOCK_BUSY: %s writes to it, until %s at least"
              .formatted(OneLine.of(busy.holder()), reader.local(busy.until())));
    }
    return ticks == 0 ? "NOTHING_DUE" : "RAN: " + computed();
  }

  private String done(String end) {
    return ticks == 0 ? end : end + "; before that, " + computed();
  }

  private String computed() {
    return "%s in %s"
        .formatted(Amounts.count(cells, "cell", "cells"), Amounts.count(ticks, "tick", "ticks"));
  }

  public Map<String, @Nullable Object> json() {
    Map<String, @Nullable Object> json = RollupReport.name(plan.name(), kept);
    json.putAll(
        Json.object(
            "result",
            result(),
            "ticks",
            ticks,
            "cells",
            cells,
            "holder",
            busy().map(Tick.LockBusy::holder),
            "until",
            busy().map(Tick.LockBusy::until),
            "error",
            last instanceof Tick.Failed failed ? Optional.of(failed.reason()) : Optional.empty()));
    return json;
  }

  private Optional<Tick.LockBusy> busy() {
    return last instanceof Tick.LockBusy busy ? Optional.of(busy) : Optional.empty();
  }

  private String result() {
    if (last instanceof Tick.Failed) {
      return "failed";
    }
    if (last instanceof Tick.LockBusy) {
      return "lock_busy";
    }
    return ticks == 0 ? "nothing_due" : "ran";
  }
}
