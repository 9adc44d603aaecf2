package dev.tidemark.app.report;

import dev.tidemark.app.text.Amounts;
import dev.tidemark.app.text.Json;
import dev.tidemark.app.text.OneLine;
import dev.tidemark.core.TidemarkException;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Schema;
import dev.tidemark.core.sync.SyncReport;
import dev.tidemark.core.sync.spi.Tally;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a cycle did that succeeded, if only for some types.
 *
 * @param sweeps what it heard of rows that lists lacked
 * @param peakHeap in bytes
 */
public record SyncSummary(
    Schema schema, SyncReport report, Place place, Sweeps sweeps, long peakHeap) {

  public static SyncSummary of(Schema schema, SyncReport report, Place place, Sweeps sweeps) {
    return new SyncSummary(schema, report, place, sweeps, PeakHeap.bytes());
  }

  public void print(PrintWriter out) {
    Tallies.table(schema, report.tallies()).print(out);
    out.println();
    out.println(
        "cycle %d (%s): %s, %s in %s, peak heap %s"
            .formatted(
                report.cycle(),
                report.mode().name().toLowerCase(Locale.ROOT),
                Amounts.count(report.requests(), "request", "requests"),
                Amounts.bytes(report.bytes()),
                Amounts.time(report.duration()),
                Amounts.bytes(peakHeap)));
    sweeps.line().ifPresent(out::println);
    out.println(
        "feed position %s, %s"
            .formatted(Amounts.count(report.position().value()), place.database()));
    hints().forEach(out::println);
    leftOut().forEach(out::println);
  }

  /** Which types were left as they were, and why, in the order of the schema. */
  private List<String> leftOut() {
    List<String> lines = new ArrayList<>();
    for (EntityType type : schema.types()) {
      TidemarkException failure = report.failures().get(type);
      if (failure != null) {
        lines.add("%s is left as it was: %s".formatted(type, reason(failure)));
      }
    }
    return lines;
  }

  private Map<String, String> failures() {
    Map<String, String> failures = new TreeMap<>();
    report.failures().forEach((type, failure) -> failures.put(type.name(), reason(failure)));
    return failures;
  }

  private static String reason(TidemarkException failure) {
    return OneLine.of(String.valueOf(failure.getMessage()));
  }

  /** Which command lists what was kept aside. */
  private List<String> hints() {
    Tally total = report.total();
    return place.hints(total.orphans(), total.quarantined(), 0);
  }

  public Object json() {
    return Json.object(
        "cycle", report.cycle(),
        "mode", report.mode().name().toLowerCase(Locale.ROOT),
        "startedAt", report.startedAt(),
        "endedAt", report.endedAt(),
        "seconds", report.duration().toMillis() / 1_000.0,
        "requests", report.requests(),
        "bytes", report.bytes(),
        "peakHeapBytes", peakHeap,
        "position", report.position().value(),
        "database", place.database().toString(),
        "failures", failures(),
        "sweep", sweeps.json(),
        "types", Tallies.values(schema, report.tallies()),
        "total", Tallies.value(report.total()));
  }
}
