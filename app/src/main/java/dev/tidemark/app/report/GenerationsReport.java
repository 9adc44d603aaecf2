package dev.tidemark.app.report;

import static dev.tidemark.app.text.Table.Column.left;
import static dev.tidemark.app.text.Table.Column.right;

import dev.tidemark.app.text.Amounts;
import dev.tidemark.app.text.Json;
import dev.tidemark.app.text.Table;
import dev.tidemark.app.text.Times;
import dev.tidemark.core.snapshot.SignedManifest;
import dev.tidemark.core.snapshot.SnapshotManifest;
import dev.tidemark.core.snapshot.SnapshotVersion;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The generations of snapshots in a data directory, the newest of each first. */
public record GenerationsReport(List<Kept> snapshots, Moment now) {

  private static final int SHOWN_DIGITS = 16;

  public GenerationsReport {
    snapshots = List.copyOf(snapshots);
  }

  /**
   * What there is of one snapshot.
   *
   * @param serving the one that is read and published
   * @param highest version that there ever was
   */
  public record Kept(
      String name,
      List<SignedManifest> generations,
      Optional<SignedManifest> serving,
      Optional<SnapshotVersion> highest) {

    public Kept {
      generations = List.copyOf(generations);
    }
  }

  public void print(PrintWriter out) {
    Table table =
        Table.of(
            left("snapshot"),
            left("version"),
            left("built"),
            right("size"),
            right("position"),
            left("content"),
            left(""));
    for (Kept kept : snapshots) {
      kept.generations().forEach(each -> row(table, kept, each.manifest()));
      if (kept.generations().isEmpty()) {
        table.row(kept.name(), "none yet", "-", "-", "-", "-", "");
      }
    }
    table.print(out);
  }

  private void row(Table table, Kept kept, SnapshotManifest manifest) {
    table.row(
        kept.name(),
        manifest.version(),
        Times.local(manifest.built(), now.zone()),
        Amounts.bytes(manifest.size()),
        manifest
            .provenance()
            .flatMap(SnapshotManifest.Provenance::position)
            .map(at -> Amounts.count(at.value()))
            .orElse("-"),
        manifest.identity().substring(0, SHOWN_DIGITS),
        mark(kept, manifest));
  }

  private static String mark(Kept kept, SnapshotManifest manifest) {
    if (isServed(kept, manifest)) {
      return "served";
    }
    return kept.highest().filter(manifest.version()::equals).isPresent() ? "highest" : "";
  }

  private static boolean isServed(Kept kept, SnapshotManifest manifest) {
    return kept.serving()
        .filter(served -> served.manifest().version().equals(manifest.version()))
        .isPresent();
  }

  public List<Map<String, @Nullable Object>> json() {
    return snapshots.stream().map(GenerationsReport::json).toList();
  }

  private static Map<String, @Nullable Object> json(Kept kept) {
    return Json.object(
        "name", kept.name(),
        "serving", kept.serving().map(served -> served.manifest().version().toString()),
        "highest", kept.highest().map(SnapshotVersion::toString),
        "generations", kept.generations().stream().map(each -> ManifestReport.json(each)).toList());
  }
}
