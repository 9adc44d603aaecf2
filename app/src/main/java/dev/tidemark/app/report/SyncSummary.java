package dev.tidemark.app.report;

import dev.tidemark.app.text.Amounts;
import dev.tidemark.app.text.Json;
import dev.tidemark.core.schema.Schema;
import dev.tidemark.core.sync.SyncReport;
import dev.tidemark.core.sync.spi.Tally;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/**
 * What a successful cycle did.
 *
 * @param peakHeap in bytes
 */
public record SyncSummary(Schema schema, SyncReport report, Place place, long peakHeap) {

  public static SyncSummary of(Schema schema, SyncReport report, Place place) {
    return new SyncSummary(schema, report, place, PeakHeap.bytes());
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
    out.println(
        "feed position %s, %s"
            .formatted(Amounts.count(report.position().value()), place.database()));
    hints().forEach(out::println);
  }

  /** Which command lists what was kept aside. */
  private List<String> hints() {
    Tally total = report.total();
    return place.hints(total.orphans(), total.quarantined());
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
        "types", Tallies.values(schema, report.tallies()),
        "total", Tallies.value(report.total()));
  }
}
