package dev.tidemark.app.config;

import dev.tidemark.core.snapshot.SnapshotPlan;
import dev.tidemark.core.snapshot.Target;
import java.util.List;

/**
 * The snapshots that the configuration specifies, and whom it names to push them to.
 *
 * @param plans in their order, each fitted to the schema
 */
public record ConfiguredSnapshots(List<SnapshotPlan> plans, List<Target> targets) {

  public static final ConfiguredSnapshots NONE = new ConfiguredSnapshots(List.of(), List.of());

  public ConfiguredSnapshots {
    plans = List.copyOf(plans);
    targets = List.copyOf(targets);
  }

  public List<String> names() {
    return plans.stream().map(SnapshotPlan::name).toList();
  }
}
