package dev.tidemark.app.report;

import static dev.tidemark.app.text.Table.Column.left;
import static dev.tidemark.app.text.Table.Column.right;

import dev.tidemark.app.text.Amounts;
import dev.tidemark.app.text.Json;
import dev.tidemark.app.text.OneLine;
import dev.tidemark.app.text.Table;
import dev.tidemark.core.snapshot.spi.Inspection;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is in a snapshot file, and what is wrong with it. */
public record InspectionReport(Path file, Inspection found) {

  public boolean isSound() {
    return found.problems().isEmpty();
  }

  /** What it says of itself, and its tables. */
  public void print(ZoneId zone, PrintWriter out) {
    found.manifest().ifPresent(manifest -> ManifestReport.print(manifest, zone, out));
    found.pages().ifPresent(pages -> print(pages, out));
    if (!found.tables().isEmpty()) {
      out.println();
      Table table = Table.of(left("table"), right("rows"), left("columns"));
      found
          .tables()
          .forEach(each -> table.row(each.name(), each.rows(), String.join(", ", each.fields())));
      table.print(out);
    }
    found.dangling().forEach(each -> out.println(text(each)));
  }

  private static void print(Inspection.Pages pages, PrintWriter out) {
    ManifestReport.line(
        out,
        "pages",
        "%s of %s, %s free"
            .formatted(
                Amounts.count(pages.count()),
                Amounts.bytes(pages.size()),
                Amounts.count(pages.free())));
  }

  /** They are allowed to be, and readers should know. */
  private static String text(Inspection.Dangling each) {
    return "%s of %s %s to a %s that is not in the file"
        .formatted(
            Amounts.count(each.rows(), "row", "rows"),
            each.type(),
            each.rows() == 1 ? "leads" : "lead",
            each.reference().target());
  }

  /** Each on a line. */
  public void printProblems(PrintWriter out) {
    found.problems().forEach(problem -> out.println("%s: %s".formatted(file, OneLine.of(problem))));
  }

  public Map<String, @Nullable Object> json() {
    Map<String, @Nullable Object> json =
        new LinkedHashMap<>(
            Json.object(
                "file", file.toString(),
                "sound", isSound(),
                "size", found.size(),
                "fileHash", found.fileHash()));
    json.put("snapshot", found.manifest().map(ManifestReport::json).orElse(null));
    json.put("tables", found.tables().stream().map(InspectionReport::json).toList());
    json.put("dangling", found.dangling().stream().map(InspectionReport::json).toList());
    json.put("problems", found.problems());
    return json;
  }

  private static Map<String, @Nullable Object> json(Inspection.Table table) {
    return Json.object("table", table.name(), "rows", table.rows(), "columns", table.fields());
  }

  private static Map<String, @Nullable Object> json(Inspection.Dangling each) {
    return Json.object(
        "table", each.type(),
        "fields", each.reference().fields(),
        "target", each.reference().target(),
        "rows", each.rows());
  }
}
