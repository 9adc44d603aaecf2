package dev.tidemark.core.state;

import dev.tidemark.core.state.spi.Removed;
import dev.tidemark.core.state.spi.RepairRule;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * When a repair is not believed: if, for want of rows of the strong tier, it would remove more than
 * {@code rows} rows of a type, and more than {@code share} of them, from 0 to 1. What is of no use
 * within the weak tier alone says nothing about the strong one: a process that is killed between
 * two flushes may leave any number of rows without their keepers.
 */
public record RepairGuard(double share, long rows) {

  /** Half of a type, a hundred rows always being allowed. */
  public static final RepairGuard DEFAULTS = new RepairGuard(0.5, 100);

  public RepairGuard {
    if (!(share >= 0 && share <= 1) || rows < 0) {
      throw new IllegalArgumentException(
          "expected a share between 0 and 1 and 0 or more rows, found %s and %d"
              .formatted(share, rows));
    }
  }

  /** In words, for each type of which too much would go; empty if it is to be believed. */
  List<String> objections(List<Removed> removed) {
    Map<String, Long> gone = new TreeMap<>();
    Map<String, Long> before = new TreeMap<>();
    removed.stream()
        .filter(each -> each.rule() instanceof RepairRule.Dangling rule && rule.strong())
        .forEach(
            each -> {
              String type = each.rule().type().name();
              gone.merge(type, (long) each.keys().size(), Long::sum);
              before.put(type, each.rows());
            });
    return gone.entrySet().stream()
        .filter(each -> each.getValue() > rows)
        .filter(each -> each.getValue() > share * before.get(each.getKey()))
        .map(each -> each.getValue() + " of " + before.get(each.getKey()) + " " + each.getKey())
        .toList();
  }
}
