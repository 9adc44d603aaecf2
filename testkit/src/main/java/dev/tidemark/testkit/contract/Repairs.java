package dev.tidemark.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.RowKey;
import dev.tidemark.core.state.spi.Removed;
import dev.tidemark.core.state.spi.RepairRule;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Repairs of the sample, and what they removed by the words of each rule. */
final class Repairs {

  private Repairs() {}

  /** The keys that each rule removed, sorted, without the rules that removed none. */
  static Map<String, List<RowKey>> repair(Tiers tiers) {
    return repair(tiers, StateSample.SCHEMA.repairRules());
  }

  static Map<String, List<RowKey>> repair(Tiers tiers, List<RepairRule> rules) {
    List<Removed> removed = tiers.weak().repair(rules, all -> true);
    assertThat(removed.stream().map(Removed::rule))
        .as("each rule once, in the order of the rules")
        .containsExactlyElementsOf(rules.stream().filter(rule -> isAmong(removed, rule)).toList());
    return byRule(removed);
  }

  static Map<String, List<RowKey>> byRule(List<Removed> removed) {
    return removed.stream()
        .filter(each -> !each.keys().isEmpty())
        .collect(
            Collectors.toMap(
                each -> each.rule().text(),
                each -> each.keys().stream().sorted(KeyOrder::compare).toList(),
                (one, other) -> one,
                LinkedHashMap::new));
  }

  static List<RowKey> keys(Row... rows) {
    return Stream.of(rows).map(Row::key).toList();
  }

  private static boolean isAmong(List<Removed> removed, RepairRule rule) {
    return removed.stream().anyMatch(each -> each.rule().equals(rule));
  }
}
