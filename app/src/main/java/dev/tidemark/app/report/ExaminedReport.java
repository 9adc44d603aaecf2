package dev.tidemark.app.report;

import static dev.tidemark.app.text.Table.Column.left;
import static dev.tidemark.app.text.Table.Column.right;

import dev.tidemark.app.text.Json;
import dev.tidemark.app.text.OneLine;
import dev.tidemark.app.text.Table;
import dev.tidemark.core.snapshot.ExaminedSnapshot;
import dev.tidemark.core.snapshot.SignedManifest;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is in a snapshot file, and what is wrong with it. */
public record ExaminedReport(Path file, ExaminedSnapshot examined) {

  public boolean isSound() {
    return examined.problems().isEmpty();
  }

  /** What it says of itself, and its tables. */
  public void print(ZoneId zone, PrintWriter out) {
    manifest().ifPresent(manifest -> new ManifestReport(manifest).print(zone, out));
    if (!examined.tables().isEmpty()) {
      out.println();
      Table table = Table.of(left("table"), right("rows"), left("columns"));
      examined
          .tables()
          .forEach(each -> table.row(each.name(), each.rows(), String.join(", ", each.columns())));
      table.print(out);
    }
  }

  /** Each on a line. */
  public void printProblems(PrintWriter out) {
    examined
        .problems()
        .forEach(problem -> out.println("%s: %s".formatted(file, OneLine.of(problem))));
  }

  /** The signature is beside the file, and nowhere in it. */
  private Optional<SignedManifest> manifest() {
    return examined
        .own()
        .map(
            own ->
                new SignedManifest(own, examined.beside().flatMap(beside -> beside.signature())));
  }

  public Map<String, @Nullable Object> json() {
    Map<String, @Nullable Object> json =
        new LinkedHashMap<>(Json.object("file", file.toString(), "sound", isSound()));
    json.put("snapshot", manifest().map(said -> new ManifestReport(said).json()).orElse(null));
    json.put("tables", examined.tables().stream().map(ExaminedReport::json).toList());
    json.put("problems", examined.problems());
    return json;
  }

  private static Map<String, @Nullable Object> json(ExaminedSnapshot.Table table) {
    return Json.object("table", table.name(), "rows", table.rows(), "columns", table.columns());
  }
}
