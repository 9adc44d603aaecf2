package dev.tidemark.app.cli;

import static java.util.stream.Collectors.joining;

import dev.tidemark.app.config.Configuration;
import dev.tidemark.app.config.ConfiguredSnapshots;
import dev.tidemark.app.text.Json;
import dev.tidemark.app.text.Table;
import dev.tidemark.core.snapshot.SnapshotPlan;
import dev.tidemark.core.snapshot.Target;
import java.util.LinkedHashMap;
import java.util.Map;

/** The snapshots of a configuration and their targets, one on a line, behind its settings. */
record SpecifiedLines(Configuration configuration, ConfiguredSnapshots snapshots) {

  private static final String SECTION = "snapshots.";

  void addTo(Table table) {
    for (SnapshotPlan plan : snapshots.plans()) {
      table.row(
          SECTION + plan.name(),
          tables(plan),
          configuration.originInSnapshots(plan.name()),
          "tables that are copied, with some rows of them where it says so");
      snapshots.targets().stream()
          .filter(target -> target.snapshot().equals(plan.name()))
          .forEach(target -> table.row(name(target), text(target), origin(target), "who gets it"));
    }
  }

  /** By name, each with its value and where that is from. */
  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    snapshots
        .plans()
        .forEach(
            plan ->
                json.put(
                    SECTION + plan.name(),
                    value(tables(plan), configuration.originInSnapshots(plan.name()))));
    snapshots
        .targets()
        .forEach(target -> json.put(name(target), value(text(target), origin(target))));
    return json;
  }

  private static Map<String, ?> value(String value, String origin) {
    return Json.object("value", value, "origin", origin);
  }

  /** {@code org(id, name), net where ..., ix}. */
  private static String tables(SnapshotPlan plan) {
    return plan.tables().stream().map(SpecifiedLines::table).collect(joining(", "));
  }

  private static String table(SnapshotPlan.Table table) {
    int kept = table.kept().fields().size();
    int all = table.source().fields().size();
    return table.kept().name()
        + (kept == all ? "" : " (%d of %d columns)".formatted(kept, all))
        + (table.where().isPresent() ? " (some rows)" : "");
  }

  private static String name(Target target) {
    return SECTION + target.snapshot() + ".targets." + target.name();
  }

  private String origin(Target target) {
    return configuration.originInSnapshots(target.snapshot() + ".targets");
  }

  private static String text(Target target) {
    return (target.endpoint() + " " + target.strategy().word()).strip()
        + (target.enabled() ? "" : ", disabled");
  }
}
