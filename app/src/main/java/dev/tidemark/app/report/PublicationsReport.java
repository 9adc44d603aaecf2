package dev.tidemark.app.report;

import static dev.tidemark.app.text.Table.Column.left;
import static dev.tidemark.app.text.Table.Column.right;

import dev.tidemark.app.text.Amounts;
import dev.tidemark.app.text.Json;
import dev.tidemark.app.text.OneLine;
import dev.tidemark.app.text.Table;
import dev.tidemark.app.text.Times;
import dev.tidemark.core.snapshot.PublicationStanding;
import dev.tidemark.core.snapshot.SnapshotManifest;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How the snapshots stand that are published, one on a line, and below them their targets. */
public record PublicationsReport(List<PublicationStanding> publications, Moment now) {

  public PublicationsReport {
    publications = List.copyOf(publications);
  }

  public void print(PrintWriter out) {
    table().print(out);
    TargetsReport targets = targets();
    if (!targets.isEmpty()) {
      out.println();
      targets.print(out);
    }
    List<String> failures = publications.stream().flatMap(each -> failure(each).stream()).toList();
    if (!failures.isEmpty()) {
      out.println();
      failures.forEach(out::println);
    }
  }

  /** Behind what else is told of a replica; nothing if no snapshot is specified. */
  public void printBelow(PrintWriter out) {
    if (!publications.isEmpty()) {
      out.println();
      print(out);
    }
  }

  private Table table() {
    Table table =
        Table.of(
            left("snapshot"),
            left("version"),
            left("built"),
            right("age"),
            right("size"),
            right("position"));
    publications.forEach(each -> table.row(row(each)));
    return table;
  }

  private List<Object> row(PublicationStanding each) {
    List<Object> row = new ArrayList<>(List.of(each.snapshot()));
    row.addAll(each.newest().map(this::known).orElse(List.of("not built yet", "-", "-", "-", "-")));
    return row;
  }

  private List<Object> known(SnapshotManifest manifest) {
    return List.of(
        manifest.version(),
        Times.local(manifest.built(), now.zone()),
        Amounts.time(age(manifest)),
        Amounts.bytes(manifest.size()),
        position(manifest).map(Amounts::count).orElse("-"));
  }

  private TargetsReport targets() {
    return new TargetsReport(
        publications.stream().flatMap(each -> each.targets().stream()).toList(), now);
  }

  private Optional<String> failure(PublicationStanding each) {
    return each.failure()
        .map(
            failed ->
                "snapshot %s could not be built: %s; next try at %s"
                    .formatted(
                        each.snapshot(),
                        OneLine.of(failed.error()),
                        Times.local(failed.nextTry(), now.zone())));
  }

  public List<Map<String, @Nullable Object>> json() {
    return publications.stream().map(this::json).toList();
  }

  private Map<String, @Nullable Object> json(PublicationStanding each) {
    Optional<SnapshotManifest> newest = each.newest();
    Map<String, @Nullable Object> json =
        Json.object(
            "name", each.snapshot(),
            "relayed", each.relayed(),
            "version", newest.map(manifest -> manifest.version().toString()),
            "builtAt", newest.map(SnapshotManifest::built),
            "ageSeconds", newest.map(manifest -> age(manifest).toSeconds()),
            "size", newest.map(SnapshotManifest::size),
            "position", newest.flatMap(PublicationsReport::position),
            "failure", each.failure().map(PublicationsReport::json));
    json.put("targets", each.targets().stream().map(target -> TargetsReport.json(target)).toList());
    return json;
  }

  private static Map<String, @Nullable Object> json(PublicationStanding.Failure failure) {
    return Json.object(
        "attempts", failure.attempts(), "error", failure.error(), "nextTry", failure.nextTry());
  }

  private static Optional<Long> position(SnapshotManifest manifest) {
    return manifest
        .provenance()
        .flatMap(SnapshotManifest.Provenance::position)
        .map(position -> position.value());
  }

  /** A clock that was set back makes nothing younger than it is. */
  private Duration age(SnapshotManifest manifest) {
    Duration age = Duration.between(manifest.built(), now.at());
    return age.isNegative() ? Duration.ZERO : age;
  }
}
