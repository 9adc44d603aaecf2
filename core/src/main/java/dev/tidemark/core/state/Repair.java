package dev.tidemark.core.state;

import dev.tidemark.core.RepairRefusedException;
import dev.tidemark.core.event.Listener;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.RowKey;
import dev.tidemark.core.state.spi.Removed;
import dev.tidemark.core.state.spi.RepairRule;
import java.util.HashSet;
import java.util.List;
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
   */
  RepairReport run(RepairMode mode) {
    List<Removed> removed =
        ports.weak().repair(schema.repairRules(), each -> isToBeKept(mode, each));
    if (mode == RepairMode.GUARDED) {
      refuse(guard.objections(removed));
    }
    RepairReport report = new RepairReport(removed, mode != RepairMode.DRY_RUN);
    if (report.applied() && report.count() > 0) {
      removed.forEach(this::forget);
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

  /** Memory may have changed meanwhile: what is right now stays, and is written again. */
  private void forget(Removed removed) {
    if (!tables.isClaimed(removed.rule().type())) {
      return;
    }
    if (removed.rule() instanceof RepairRule.Dangling rule) {
      removed.keys().forEach(key -> forget(rule, key));
    } else {
      forgetUnkept(removed.rule().type(), new HashSet<>(removed.keys()));
    }
  }

  private void forget(RepairRule.Dangling rule, RowKey key) {
    WeakTable<?> table = tables.of(rule.type());
    Optional<RowKey> parent = table.row(key).flatMap(rule.reference()::of);
    boolean lost = parent.isPresent() && isAbsent(rule, parent.get());
    table.removeIf(key, row -> lost && rule.reference().of(row).equals(parent));
  }

  private boolean isAbsent(RepairRule.Dangling rule, RowKey parent) {
    return rule.strong()
        ? ports
            .strong()
            .read("look for " + parent, strong -> strong.find(rule.parent(), parent))
            .isEmpty()
        : tables.of(rule.parent()).get(parent).isEmpty();
  }

  private void forgetUnkept(EntityType type, Set<RowKey> keys) {
    Set<RowKey> kept = tables.cascade().kept(type, keys, row -> false);
    keys.forEach(key -> tables.of(type).removeIf(key, row -> !kept.contains(key)));
  }
}
