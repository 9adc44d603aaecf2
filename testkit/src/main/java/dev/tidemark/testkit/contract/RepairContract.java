package dev.tidemark.testkit.contract;

import static dev.tidemark.testkit.contract.Repairs.keys;
import static dev.tidemark.testkit.contract.StateSample.upsert;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.state.spi.LastFlush;
import dev.tidemark.core.state.spi.Removed;
import dev.tidemark.core.state.spi.RepairRule;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A repair goes on until nothing dangles, tells what it removed, and can be taken back. */
public interface RepairContract extends WeakStoreFixture {

  @Test
  default void repair_validData_losesNothing() {
    try (Tiers tiers = newTiers(StateSample.SCHEMA)) {
      valid(tiers);
      Map<EntityType, List<Row>> before = all(tiers);

      assertThat(Repairs.repair(tiers)).isEmpty();

      assertThat(all(tiers)).isEqualTo(before);
    }
  }

  /** One valid row of each type, two links that are evicted, and every kind of orphan. */
  @Test
  default void repair_everyKindOfOrphan_leavesWhatIsValid() {
    try (Tiers tiers = newTiers(StateSample.SCHEMA)) {
      valid(tiers);
      Map<EntityType, List<Row>> valid = all(tiers);
      orphans(tiers);

      Repairs.repair(tiers);

      assertThat(all(tiers)).isEqualTo(valid);
      assertThat(tiers.rows(StateSample.LINK)).hasSize(3);
      assertThat(tiers.rows(StateSample.NODE)).hasSize(1);
      assertThat(tiers.rows(StateSample.DYNAMIC)).hasSize(1);
      assertThat(tiers.rows(StateSample.LATENCY)).hasSize(1);
      assertThat(tiers.rows(StateSample.LEASE)).hasSize(1);
    }
  }

  @Test
  default void repair_again_findsNothing() {
    try (Tiers tiers = newTiers(StateSample.SCHEMA)) {
      valid(tiers);
      orphans(tiers);
      Repairs.repair(tiers);

      assertThat(Repairs.repair(tiers)).isEmpty();
    }
  }

  /** A link goes, so its node goes, so what hangs on the node goes. */
  @Test
  default void repair_chain_goesToItsEnd() {
    try (Tiers tiers = newTiers(StateSample.SCHEMA)) {
      chain(tiers);

      assertThat(Repairs.repair(tiers).keySet())
          .containsExactly(
              "subscription_nodes without its subscriptions",
              "nodes_static that no subscription_nodes keeps",
              "nodes_dynamic without its nodes_static",
              "sessions without its accounts",
              "calls without its sessions while state = it's open",
              "hops without its calls");

      assertThat(all(tiers).values()).allSatisfy(rows -> assertThat(rows).isEmpty());
    }
  }

  /** Children before parents take several rounds, and come to the same end. */
  @Test
  default void repair_rulesInAnyOrder_goOnUntilNothingIsLeft() {
    try (Tiers tiers = newTiers(StateSample.SCHEMA)) {
      chain(tiers);
      List<RepairRule> backwards = new ArrayList<>(StateSample.SCHEMA.repairRules());
      Collections.reverse(backwards);

      assertThat(Repairs.repair(tiers, backwards)).hasSize(6);

      assertThat(all(tiers).values()).allSatisfy(rows -> assertThat(rows).isEmpty());
    }
  }

  @Test
  default void repair_tellsKeysAndHowManyRowsThereWere() {
    try (Tiers tiers = newTiers(StateSample.SCHEMA)) {
      new StrongRows(tiers.strong()).insert(StateSample.subscription("s"));
      Row unknown = StateSample.link("t", "a", true);
      Row missing = StateSample.link("s", "b", false);
      tiers.flush(1, upsert(unknown, missing, StateSample.link("s", "a", true)));
      List<Removed> told = new ArrayList<>();

      List<Removed> removed =
          tiers.weak().repair(StateSample.SCHEMA.repairRules(), all -> told.addAll(all) || true);

      assertThat(removed).isEqualTo(told);
      assertThat(removed.stream().filter(each -> !each.keys().isEmpty()))
          .extracting(each -> each.rule().text(), Removed::rows, Removed::keys)
          .containsExactly(
              tuple("subscription_nodes without its subscriptions", 3L, keys(unknown)),
              tuple(
                  "subscription_nodes without its nodes_static while evicted = 0",
                  3L,
                  keys(missing)));
    }
  }

  /** A row that breaks two rules is removed by the first of them. */
  @Test
  default void repair_rowThatBreaksTwoRules_isCountedOnce() {
    try (Tiers tiers = newTiers(StateSample.SCHEMA)) {
      Row both = StateSample.lease("unknown", "account", "unknown");
      tiers.flush(1, upsert(both));

      assertThat(Repairs.repair(tiers)).containsOnlyKeys("leases without its platforms");
    }
  }

  @Test
  default void repair_notKept_tellsTheSameAndChangesNothing() {
    try (Tiers tiers = newTiers(StateSample.SCHEMA)) {
      valid(tiers);
      orphans(tiers);
      Map<EntityType, List<Row>> before = all(tiers);

      List<Removed> would = tiers.weak().repair(StateSample.SCHEMA.repairRules(), removed -> false);
      assertThat(all(tiers)).isEqualTo(before);

      assertThat(Repairs.byRule(would)).isNotEmpty().isEqualTo(Repairs.repair(tiers));
    }
  }

  @Test
  default void repair_keepThatThrows_changesNothingAndIsThrownOn() {
    try (Tiers tiers = newTiers(StateSample.SCHEMA)) {
      orphans(tiers);
      Map<EntityType, List<Row>> before = all(tiers);
      IllegalStateException failure = new IllegalStateException("no opinion");

      assertThatThrownBy(
              () ->
                  tiers
                      .weak()
                      .repair(
                          StateSample.SCHEMA.repairRules(),
                          removed -> {
                            throw failure;
                          }))
          .isSameAs(failure);

      assertThat(all(tiers)).isEqualTo(before);
    }
  }

  @Test
  default void repair_strongTier_isReadAndNeverChanged() {
    try (Tiers tiers = newTiers(StateSample.SCHEMA)) {
      valid(tiers);
      orphans(tiers);
      StrongRows strong = new StrongRows(tiers.strong());
      strong.insert(StateSample.account("a", 1, "platform_id", "unknown"));
      List<Row> accounts = strong.rows(StateSample.ACCOUNT);
      List<Row> platforms = strong.rows(StateSample.PLATFORM);

      Repairs.repair(tiers);

      assertThat(strong.rows(StateSample.ACCOUNT)).isEqualTo(accounts);
      assertThat(strong.rows(StateSample.PLATFORM)).isEqualTo(platforms);
    }
  }

  @Test
  default void repair_kept_isThereAfterOpeningAgainAndNoFlush() {
    try (Tiers tiers = newTiers(StateSample.SCHEMA)) {
      valid(tiers);
      Map<EntityType, List<Row>> valid = all(tiers);
      orphans(tiers);
      LastFlush last = tiers.weak().lastFlush();
      Repairs.repair(tiers);

      try (Tiers again = tiers.reopen()) {
        assertThat(all(again)).isEqualTo(valid);
        assertThat(again.weak().lastFlush()).isEqualTo(last);
      }
    }
  }

  /** What was committed to the strong tier a moment ago counts. */
  @Test
  default void repair_strongParentThatJustCame_isSeen() {
    try (Tiers tiers = newTiers(StateSample.SCHEMA)) {
      StrongRows strong = new StrongRows(tiers.strong());
      tiers.flush(1, upsert(StateSample.link("s", "a", true)));
      strong.insert(StateSample.subscription("s"));
      assertThat(Repairs.repair(tiers)).isEmpty();

      strong.delete(StateSample.SUBSCRIPTION, StateSample.subscription("s").key(), 1);
      assertThat(Repairs.repair(tiers)).hasSize(1);
    }
  }

  private static void valid(Tiers tiers) {
    StrongRows strong = new StrongRows(tiers.strong());
    strong.insert(StateSample.subscription("s"));
    strong.insert(StateSample.platform("p", "one"));
    tiers.flush(
        1,
        upsert(StateSample.node("live")),
        upsert(
            StateSample.link("s", "live", false),
            StateSample.link("s", "thrown-out", true),
            StateSample.link("s", "unlinked", true)),
        upsert(StateSample.dynamic("live", 1)),
        upsert(StateSample.latency("live", "example.org")),
        upsert(StateSample.lease("p", "account", "live")));
  }

  private static void orphans(Tiers tiers) {
    tiers.flush(
        2,
        upsert(StateSample.node("unlinked"), StateSample.node("lonely")),
        upsert(
            StateSample.link("unknown", "live", false),
            StateSample.link("unknown", "thrown-out", true),
            StateSample.link("s", "missing", false)),
        upsert(StateSample.dynamic("unlinked", 1), StateSample.dynamic("missing", 1)),
        upsert(StateSample.latency("lonely", "x"), StateSample.latency("missing", "x")),
        upsert(
            StateSample.lease("unknown", "account", "live"),
            StateSample.lease("p", "other", "missing"),
            StateSample.lease("p", "third", "unlinked")));
  }

  private static void chain(Tiers tiers) {
    tiers.flush(
        1,
        upsert(StateSample.node("a")),
        upsert(StateSample.link("unknown", "a", false)),
        upsert(StateSample.dynamic("a", 1)),
        upsert(StateSample.session(1, "unknown", 1L)),
        upsert(StateSample.call(1, 1L, true)),
        upsert(StateSample.hop(1, 1)));
  }

  private static Map<EntityType, List<Row>> all(Tiers tiers) {
    Map<EntityType, List<Row>> all = new LinkedHashMap<>();
    StateSample.SCHEMA.weak().types().forEach(type -> all.put(type, tiers.rows(type)));
    return all;
  }
}
