package dev.tidemark.app.report;

import static dev.tidemark.app.text.Table.Column.left;
import static dev.tidemark.app.text.Table.Column.right;

import dev.tidemark.app.text.Amounts;
import dev.tidemark.app.text.Json;
import dev.tidemark.app.text.Table;
import dev.tidemark.core.snapshot.PublishReport;
import dev.tidemark.core.snapshot.PublishReport.Outcome;
import dev.tidemark.core.snapshot.SnapshotManifest;
import dev.tidemark.core.snapshot.spi.Built;
import dev.tidemark.core.snapshot.spi.Delivery;
import java.io.PrintWriter;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What became of one snapshot that was built, and pushed to all of its targets.
 *
 * @param toAdd the command that adds a target; empty if it was not to be pushed
 */
public record PublishedReport(PublishReport published, Optional<String> toAdd) {

  /** Of one that was built, and meant for nobody. */
  public static PublishedReport built(PublishReport published) {
    return new PublishedReport(published, Optional.empty());
  }

  public static PublishedReport pushed(PublishReport published, String toAdd) {
    return new PublishedReport(published, Optional.of(toAdd));
  }

  /** Whether every target has it now; of nobody that is not true. */
  public boolean isDelivered() {
    return !published.targets().isEmpty() && published.isGood();
  }

  public void print(PrintWriter out) {
    SnapshotManifest manifest = published.manifest();
    out.println(
        "%s %s: %s, %s"
            .formatted(
                published.snapshot(),
                manifest.version(),
                published.built().map(PublishedReport::way).orElse("passed on"),
                Amounts.bytes(manifest.size())));
    if (!published.targets().isEmpty()) {
      table().print(out);
    } else {
      toAdd.ifPresent(
          command -> out.println("nobody to push to: no enabled target; %s".formatted(command)));
    }
  }

  private static String way(Built built) {
    return switch (built.way()) {
      case FULL -> "built from the start";
      case FORWARD -> "built from the one before";
      case UNCHANGED -> "unchanged";
    };
  }

  private Table table() {
    Table table =
        Table.of(
            left("target"),
            left("endpoint"),
            left("sent"),
            right("bytes"),
            right("took"),
            left("verdict"));
    published.targets().forEach(each -> row(table, each));
    return table;
  }

  private static void row(Table table, Outcome each) {
    table.row(
        each.target().name(),
        each.target().endpoint(),
        each.delivery().map(ended -> TargetsReport.word(ended.way())).orElse("-"),
        each.delivery().map(ended -> Amounts.bytes(ended.bytes())).orElse("-"),
        Amounts.time(each.took()),
        verdict(each));
  }

  private static String verdict(Outcome each) {
    return each.delivery()
        .map(ended -> ended.verdict().toString())
        .or(each::failure)
        .orElse("nothing was said");
  }

  public Map<String, @Nullable Object> json() {
    SnapshotManifest manifest = published.manifest();
    Optional<Built> built = published.built();
    Map<String, @Nullable Object> json = ManifestReport.json(manifest);
    json.putAll(
        Json.object(
            "way", built.map(made -> TargetsReport.word(made.way())),
            "rows", built.map(Built::rows).filter(rows -> rows >= 0),
            "delivered", toAdd.map(any -> isDelivered())));
    json.put("targets", published.targets().stream().map(PublishedReport::json).toList());
    return json;
  }

  private static Map<String, @Nullable Object> json(Outcome each) {
    Map<String, @Nullable Object> json = TargetsReport.json(each.target());
    json.putAll(
        Json.object(
            "delivered", each.isGood(),
            "verdict", each.delivery().map(ended -> ended.verdict().code().name()),
            "text", each.delivery().map(ended -> ended.verdict().text()),
            "way", each.delivery().map(ended -> TargetsReport.word(ended.way())),
            "bytes", each.delivery().map(Delivery::bytes),
            "millis", each.took().toMillis(),
            "error", each.failure()));
    return json;
  }
}
