package dev.tidemark.app.report;

import static dev.tidemark.app.text.Table.Column.left;

import dev.tidemark.app.text.Table;
import dev.tidemark.core.snapshot.KnownTargets;
import dev.tidemark.core.snapshot.PublicationStanding;
import dev.tidemark.core.snapshot.Target;
import dev.tidemark.core.snapshot.TargetStanding;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** All targets that are written down anywhere. */
public record ListedTargets(List<Listed> targets) {

  private static final String CONFIGURED = "configuration";
  private static final String STORED = "state";
  private static final String SHADOWED = "state, behind the configuration";

  public ListedTargets {
    targets = List.copyOf(targets);
  }

  /**
   * One of them.
   *
   * @param from where it is written down
   * @param standing empty for one of a snapshot that is not specified, or that does not count
   */
  public record Listed(Target target, String from, Optional<TargetStanding> standing) {}

  /**
   * Those that do not count since the configuration has others of their names are at the end.
   *
   * @param configured those of the configuration, which are among the known ones
   */
  public static ListedTargets of(
      List<Target> configured, KnownTargets known, List<PublicationStanding> standings) {
    List<Listed> all = new ArrayList<>();
    for (Target each : known.targets()) {
      String from = configured.contains(each) ? CONFIGURED : STORED;
      all.add(new Listed(each, from, standing(each, standings)));
    }
    known.shadowed().forEach(each -> all.add(new Listed(each, SHADOWED, Optional.empty())));
    return new ListedTargets(all);
  }

  private static Optional<TargetStanding> standing(
      Target target, List<PublicationStanding> standings) {
    return standings.stream()
        .flatMap(each -> each.targets().stream())
        .filter(each -> each.target().equals(target))
        .findFirst();
  }

  public void print(PrintWriter out) {
    if (targets.isEmpty()) {
      out.println("no target is written down; targets add makes one");
      return;
    }
    Table table =
        Table.of(
            left("snapshot"),
            left("target"),
            left("strategy"),
            left("endpoint"),
            left("state"),
            left("has"),
            left("written down in"));
    targets.forEach(each -> row(table, each));
    table.print(out);
  }

  private static void row(Table table, Listed each) {
    Target target = each.target();
    table.row(
        target.snapshot(),
        target.name(),
        target.strategy().word(),
        target.endpoint().isEmpty() ? "-" : target.endpoint(),
        each.standing().map(TargetsReport::state).orElse("ignored"),
        each.standing()
            .flatMap(TargetStanding::acknowledged)
            .map(has -> has.version().toString())
            .orElse("-"),
        each.from());
  }

  public List<Map<String, @Nullable Object>> json() {
    return targets.stream().map(ListedTargets::json).toList();
  }

  private static Map<String, @Nullable Object> json(Listed each) {
    Map<String, @Nullable Object> json =
        new LinkedHashMap<>(
            each.standing()
                .map(TargetsReport::json)
                .orElseGet(() -> TargetsReport.json(each.target())));
    json.put("from", each.from());
    return json;
  }
}
