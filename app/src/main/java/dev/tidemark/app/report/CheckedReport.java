package dev.tidemark.app.report;

import static dev.tidemark.app.text.Table.Column.left;

import dev.tidemark.app.text.Amounts;
import dev.tidemark.app.text.Json;
import dev.tidemark.app.text.Table;
import dev.tidemark.app.text.Table.Column;
import dev.tidemark.core.rollup.RollupCell;
import dev.tidemark.core.rollup.RollupPlan;
import dev.tidemark.core.rollup.Verified;
import java.io.PrintWriter;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What was found when a rollup was compared with its events. */
public record CheckedReport(RollupPlan plan, String kept, Verified found, ZoneId zone) {

  public boolean isEqual() {
    return found.mismatches() == 0;
  }

  public void print(PrintWriter out) {
    if (!found.some().isEmpty()) {
      cells().print(out);
      long more = found.mismatches() - found.some().size();
      if (more > 0) {
        out.println("and %s more".formatted(Amounts.count(more)));
      }
      out.println();
    }
    out.println(RollupReport.title(plan, kept) + ": " + words());
  }

  private String words() {
    String cells = Amounts.count(found.cells(), "cell", "cells");
    String buckets = Amounts.count(found.buckets(), "bucket", "buckets");
    return isEqual()
        ? "%s of %s compared, none differs".formatted(cells, buckets)
        : "%s of %s of %s differed from their events%s"
            .formatted(
                Amounts.count(found.mismatches()),
                cells,
                buckets,
                found.repaired() ? "; they were computed anew, and are right now" : "");
  }

  private Table cells() {
    List<Column> columns = new ArrayList<>(List.of(left("bucket")));
    columns.addAll(CellText.columns(plan, RollupView.namesOf(plan)));
    Table table = Table.of(columns);
    CellText text = new CellText(zone);
    found.some().forEach(cell -> table.row(row(cell, text)));
    return table;
  }

  private static List<String> row(RollupCell cell, CellText text) {
    return Stream.of(List.of(cell.bucket()), cell.keys(), cell.measures())
        .flatMap(values -> text.shown(values).stream())
        .toList();
  }

  public Map<String, @Nullable Object> json() {
    Map<String, @Nullable Object> json = RollupReport.name(plan.name(), kept);
    json.putAll(
        Json.object(
            "buckets", found.buckets(),
            "cells", found.cells(),
            "mismatches", found.mismatches(),
            "repaired", found.repaired(),
            "some", found.some().stream().map(this::json).toList()));
    return json;
  }

  private Map<String, @Nullable Object> json(RollupCell cell) {
    return new RollupView(plan, zone).json(cell);
  }
}
