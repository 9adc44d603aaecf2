package dev.tidemark.testkit.fake;

import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.RowKey;
import dev.tidemark.core.state.spi.Removed;
import dev.tidemark.core.state.spi.RepairRule;
import dev.tidemark.core.state.spi.RepairRule.Dangling;
import dev.tidemark.core.state.spi.RepairRule.Unkept;
import dev.tidemark.core.state.spi.StoredRow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One repair, which changes the weak rows and reads the strong ones. */
final class Repair {

  private final WeakState weak;
  private final StateTables<StoredRow> strong;

  Repair(WeakState weak, StateTables<StoredRow> strong) {
    this.weak = weak;
    this.strong = strong;
  }

  /** What was removed by each rule, in their order. */
  List<Removed> run(List<RepairRule> rules) {
    Map<RepairRule, Long> before = new LinkedHashMap<>();
    Map<RepairRule, List<RowKey>> removed = new LinkedHashMap<>();
    for (RepairRule rule : rules) {
      before.put(rule, (long) weak.rows(rule.type()).size());
      removed.put(rule, new ArrayList<>());
    }
    while (removeOnce(rules, removed)) {}
    return removed.entrySet().stream()
        .map(each -> new Removed(each.getKey(), before.get(each.getKey()), each.getValue()))
        .toList();
  }

  private boolean removeOnce(List<RepairRule> rules, Map<RepairRule, List<RowKey>> removed) {
    boolean any = false;
    for (RepairRule rule : rules) {
      List<RowKey> keys = found(rule);
      keys.forEach(weak.rows(rule.type())::remove);
      any |= removed.get(rule).addAll(keys);
    }
    return any;
  }

  private List<RowKey> found(RepairRule rule) {
    return weak.rows(rule.type()).values().stream()
        .filter(row -> isOfNoUse(rule, row))
        .map(Row::key)
        .toList();
  }

  private boolean isOfNoUse(RepairRule rule, Row row) {
    if (rule instanceof Dangling dangling) {
      Optional<RowKey> parent = dangling.reference().of(row);
      return parent.isPresent() && !isThere(dangling, parent.get());
    }
    return ((Unkept) rule).keepers().stream().noneMatch(keeper -> keeps(keeper, row.key()));
  }

  private boolean isThere(Dangling rule, RowKey key) {
    EntityType parent = rule.parent();
    return rule.strong()
        ? strong.rows(parent).containsKey(key)
        : weak.rows(parent).containsKey(key);
  }

  private boolean keeps(RepairRule.Keeper keeper, RowKey key) {
    return weak.rows(keeper.type()).values().stream()
        .anyMatch(row -> keeper.reference().of(row).filter(key::equals).isPresent());
  }
}
