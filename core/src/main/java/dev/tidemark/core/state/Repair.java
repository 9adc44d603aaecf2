package dev.tidemark.core.state;

import dev.tidemark.core.RepairRefusedException;
import dev.tidemark.core.event.Listener;
import dev.tidemark.core.schema.RowKey;
import dev.tidemark.core.state.spi.Removed;
import dev.tidemark.core.state.spi.RepairRule;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Makes the weak tier consistent: in the store first, which says what is wrong, then in memory. */
final class Repair {

  private final StateSchema schema;
  private final StatePorts ports;
  private final WeakTables tables;
  private final RepairGuard guard;
  private final Listener listener;

  Repair(
      StateSchema schema,
      StatePorts ports,
      WeakTables tables,
      RepairGuard guard,
      Listener listener) {
    this.schema = schema;
    this.ports = ports;
    this.tables = tables;
    this.guard = guard;
    this.listener = listener;
  }

  /**
   * Runs between two flushes, when nothing is dirty.
   *
   * @throws RepairRefusedException if it is more than the guard allows; nothing is removed
   * @throws IllegalStateException if the state was stopped, but for a dry run
   */
  RepairReport run(RepairMode mode) {
    if (mode != RepairMode.DRY_RUN) {
      tables.dirty().refuseIfSealed("repair the weak state");
    }
    List<Removed> removed =
        ports.weak().repair(schema.repairRules(), each -> isToBeKept(mode, each));
    if (mode == RepairMode.GUARDED) {
      refuse(guard.objections(removed));
    }
    RepairReport report = new RepairReport(removed, mode != RepairMode.DRY_RUN);
    if (report.applied() && report.count() > 0) {
      forget(removed);
      listener.on(new StateEvent.Repaired(report));
    }
    return report;
  }

  private boolean isToBeKept(RepairMode mode, List<Removed> removed) {
    return switch (mode) {
      case DRY_RUN -> false;
      case GUARDED -> guard.objections(removed).isEmpty();
      case FORCED -> true;
    };
  }

  private void refuse(List<String> objections) {
    if (!objections.isEmpty()) {
      throw new RepairRefusedException(
          "repair the weak state: %s would be removed, since what they refer to is not in the strong state; put the right strong state back, or force the repair if they are really of no use (expected at most %d rows or %d%% of a type)"
              .formatted(
                  String.join(", ", objections), guard.rows(), Math.round(guard.share() * 100)));
    }
  }

  /**
   * Memory may have changed meanwhile: what is right now stays, and is written again. What goes may
   * take with it what was judged before it, so all is judged until nothing more goes.
   */
  private void forget(List<Removed> removed) {
    Map<RepairRule, Set<RowKey>> open = new LinkedHashMap<>();
    for (Removed each : removed) {
      if (tables.isClaimed(each.rule().type())) {
        open.put(each.rule(), new HashSet<>(each.keys()));
      }
    }
    boolean more = true;
    while (more) {
      more = false;
      for (Map.Entry<RepairRule, Set<RowKey>> each : open.entrySet()) {
        more |= forget(each.getKey(), each.getValue());
      }
    }
  }

  /** Takes out of the keys what is forgotten; gives whether there was any. */
  private boolean forget(RepairRule rule, Set<RowKey> keys) {
    if (rule instanceof RepairRule.Dangling dangling) {
      return keys.removeIf(key -> forget(dangling, key));
    }
    Set<RowKey> kept = tables.cascade().kept(rule.type(), keys, row -> false);
    return keys.removeIf(key -> tables.of(rule.type()).removeIf(key, row -> !kept.contains(key)));
  }

  private boolean forget(RepairRule.Dangling rule, RowKey key) {
    WeakTable<?> table = tables.of(rule.type());
    Optional<RowKey> parent = table.row(key).flatMap(rule.reference()::of);
    boolean lost = parent.isPresent() && isAbsent(rule, parent.get());
    return table.removeIf(key, row -> lost && rule.reference().of(row).equals(parent));
  }

  private boolean isAbsent(RepairRule.Dangling rule, RowKey parent) {
    return rule.strong()
        ? ports
            .strong()
            .read("look for " + parent, strong -> strong.find(rule.parent(), parent))
            .isEmpty()
        : tables.of(rule.parent()).get(parent).isEmpty();
  }
}
