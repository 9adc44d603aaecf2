package dev.tidemark.app.report;

import static dev.tidemark.app.text.Table.Column.left;

import dev.tidemark.app.text.Json;
import dev.tidemark.app.text.OneLine;
import dev.tidemark.app.text.Table;
import dev.tidemark.app.text.Times;
import dev.tidemark.core.sync.spi.Dangling;
import dev.tidemark.core.sync.spi.Orphan;
import dev.tidemark.core.sync.spi.Quarantined;
import java.time.ZoneId;
import java.util.List;

/** The rows that are kept aside, and why; and references that lead nowhere. */
public final class HeldReport {

  private static final int START_OF_JSON = 60;

  private HeldReport() {}

  public static Table orphans(List<Orphan> orphans, ZoneId zone) {
    Table table = Table.of(left("type"), left("key"), left("waits for"), left("since"));
    orphans.forEach(
        each ->
            table.row(
                each.type(),
                each.key(),
                String.join(", ", each.missing()),
                Times.local(each.since(), zone)));
    return table;
  }

  public static Table quarantined(List<Quarantined> rows, ZoneId zone) {
    Table table = Table.of(left("type"), left("key"), left("reason"), left("since"), left("row"));
    rows.forEach(
        each ->
            table.row(
                each.type(),
                each.key().orElse("-"),
                each.reason(),
                Times.local(each.since(), zone),
                OneLine.start(each.json(), START_OF_JSON)));
    return table;
  }

  public static Table dangling(List<Dangling> references) {
    Table table = Table.of(left("type"), left("key"), left("leads to"));
    references.forEach(each -> table.row(each.type(), each.key(), each.reference()));
    return table;
  }

  public static Object json(Dangling reference) {
    return Json.object(
        "type", reference.type(),
        "key", reference.key(),
        "leadsTo", reference.reference());
  }

  public static Object json(Orphan orphan) {
    return Json.object(
        "type", orphan.type(),
        "key", orphan.key(),
        "waitsFor", orphan.missing(),
        "since", orphan.since(),
        "row", Json.raw(orphan.row()));
  }

  /** The row is text here: what could not be decoded need not be good JSON either. */
  public static Object json(Quarantined row) {
    return Json.object(
        "type", row.type(),
        "key", row.key(),
        "reason", row.reason(),
        "since", row.since(),
        "row", row.json());
  }
}
