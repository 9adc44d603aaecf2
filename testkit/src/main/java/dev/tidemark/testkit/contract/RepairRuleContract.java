package dev.tidemark.testkit.contract;

import static dev.tidemark.testkit.contract.Repairs.keys;
import static dev.tidemark.testkit.contract.StateSample.upsert;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.core.schema.Row;
import org.junit.jupiter.api.Test;

/** What each kind of rule removes, and what it leaves. */
public interface RepairRuleContract extends WeakStoreFixture {

  @Test
  default void repair_childWithoutItsWeakParent_isRemoved() {
    try (Tiers tiers = newTiers(StateSample.SCHEMA)) {
      Row orphan = StateSample.hop(2, 1);
      tiers.flush(
          1, upsert(StateSample.call(1, null, false)), upsert(StateSample.hop(1, 1), orphan));

      assertThat(Repairs.repair(tiers))
          .containsExactly(entry("hops without its calls", keys(orphan)));

      assertThat(tiers.rows(StateSample.HOP)).containsExactly(StateSample.hop(1, 1));
    }
  }

  @Test
  default void repair_childWithoutItsStrongParent_isRemoved() {
    try (Tiers tiers = newTiers(StateSample.SCHEMA)) {
      new StrongRows(tiers.strong()).insert(StateSample.subscription("s"));
      Row kept = StateSample.link("s", "a", true);
      Row orphan = StateSample.link("t", "a", true);
      tiers.flush(1, upsert(kept, orphan));

      assertThat(Repairs.repair(tiers))
          .containsExactly(entry("subscription_nodes without its subscriptions", keys(orphan)));

      assertThat(tiers.rows(StateSample.LINK)).containsExactly(kept);
    }
  }

  @Test
  default void repair_compositeReferenceToTheStrongTier_needsEveryField() {
    try (Tiers tiers = newTiers(StateSample.SCHEMA)) {
      new StrongRows(tiers.strong()).insert(StateSample.account("it's", 1));
      Row kept = StateSample.session(1, "it's", 1L);
      Row otherNumber = StateSample.session(2, "it's", 2L);
      Row otherRealm = StateSample.session(3, "its", 1L);
      tiers.flush(1, upsert(kept, otherNumber, otherRealm));

      assertThat(Repairs.repair(tiers))
          .containsExactly(entry("sessions without its accounts", keys(otherNumber, otherRealm)));

      assertThat(tiers.rows(StateSample.SESSION)).containsExactly(kept);
    }
  }

  @Test
  default void repair_nullReferences_areNeverWithoutTheirParent() {
    try (Tiers tiers = newTiers(StateSample.SCHEMA)) {
      tiers.flush(
          1,
          upsert(
              StateSample.session(1, null, null),
              StateSample.session(2, "realm", null),
              StateSample.session(3, null, 3L)),
          upsert(StateSample.call(1, null, true)));

      assertThat(Repairs.repair(tiers)).isEmpty();

      assertThat(tiers.rows(StateSample.SESSION)).hasSize(3);
      assertThat(tiers.rows(StateSample.CALL)).hasSize(1);
    }
  }

  @Test
  default void repair_conditionalReference_countsWhileItHolds() {
    try (Tiers tiers = newTiers(StateSample.SCHEMA)) {
      Row over = StateSample.call(1, 7L, false);
      Row open = StateSample.call(2, 7L, true);
      tiers.flush(1, upsert(over, open));

      assertThat(Repairs.repair(tiers))
          .containsExactly(entry("calls without its sessions while state = it's open", keys(open)));

      assertThat(tiers.rows(StateSample.CALL)).containsExactly(over);
    }
  }

  @Test
  default void repair_parentThatNobodyKeeps_isRemoved() {
    try (Tiers tiers = newTiers(StateSample.SCHEMA)) {
      new StrongRows(tiers.strong()).insert(StateSample.subscription("s"));
      Row lonely = StateSample.node("lonely");
      Row evicted = StateSample.node("evicted");
      tiers.flush(
          1,
          upsert(StateSample.node("kept"), lonely, evicted),
          upsert(StateSample.link("s", "kept", false), StateSample.link("s", "evicted", true)));

      assertThat(Repairs.repair(tiers))
          .containsExactly(
              entry("nodes_static that no subscription_nodes keeps", keys(evicted, lonely)));

      assertThat(tiers.rows(StateSample.NODE)).containsExactly(StateSample.node("kept"));
      assertThat(tiers.rows(StateSample.LINK)).as("links").hasSize(2);
    }
  }

  /** What refers to a row without keeping it does not make it stay. */
  @Test
  default void repair_referenceThatKeepsNothing_doesNotKeep() {
    try (Tiers tiers = newTiers(StateSample.SCHEMA)) {
      Row node = StateSample.node("a");
      Row dynamic = StateSample.dynamic("a", 1);
      tiers.flush(1, upsert(node), upsert(dynamic));

      assertThat(Repairs.repair(tiers))
          .containsExactly(
              entry("nodes_static that no subscription_nodes keeps", keys(node)),
              entry("nodes_dynamic without its nodes_static", keys(dynamic)));
    }
  }
}
