package dev.tidemark.core.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tidemark.core.InvalidSchemaException;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Precision;
import dev.tidemark.core.schema.Reference;
import dev.tidemark.core.schema.Schema;
import dev.tidemark.core.state.spi.RepairRule;
import java.util.List;
import org.junit.jupiter.api.Test;

final class StateSchemaTest {

  private static final EntityType PLATFORM =
      EntityType.named("platforms").key("id").text("id", "name").unique("name").build();
  private static final EntityType SUBSCRIPTION =
      EntityType.named("subscriptions").key("id").text("id").build();
  private static final EntityType NODE =
      EntityType.named("nodes_static").key("hash").text("hash").build();
  private static final EntityType LINK =
      EntityType.named("subscription_nodes")
          .key("subscription_id", "node_hash")
          .text("subscription_id", "node_hash")
          .integer("evicted")
          .references("subscription_id", "subscriptions")
          .reference(Reference.of("node_hash", "nodes_static").onlyWhile("evicted", 0L).thatKeeps())
          .build();
  private static final EntityType DYNAMIC = ofNode("nodes_dynamic").build();
  private static final EntityType LATENCY = ofNode("node_latency").text("domain").build();
  private static final EntityType LEASE =
      EntityType.named("leases")
          .key("platform_id", "account")
          .text("platform_id", "account", "node_hash")
          .references("platform_id", "platforms")
          .references("node_hash", "nodes_static")
          .build();

  private static final Schema STRONG = Schema.of("config", PLATFORM, SUBSCRIPTION);

  @Test
  void of_valid_hasBothTiers() {
    StateSchema state = reference();

    assertThat(state.strong()).isSameAs(STRONG);
    assertThat(state.weak().types()).containsExactly(NODE, LINK, DYNAMIC, LATENCY, LEASE);
    assertThat(state.bound(NODE)).isEmpty();
  }

  @Test
  void of_weakThatIsNotBelow_isRefused() {
    Schema other = Schema.of("config", PLATFORM, SUBSCRIPTION);

    assertThatThrownBy(() -> StateSchema.of(STRONG, Schema.of("cache", NODE)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("schema cache is not below config; make it with Schema.below");
    assertThatThrownBy(() -> StateSchema.of(STRONG, other.below("cache", NODE)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void of_severalMistakes_reportsThemAllAtOnce() {
    EntityType followed =
        EntityType.named("followed")
            .key("id")
            .text("id", "platform_id")
            .instant("updated", Precision.SECONDS)
            .version("updated")
            .reference(Reference.of("platform_id", "platforms").thatKeeps())
            .build();
    EntityType marked =
        EntityType.named("marked")
            .key("id")
            .text("id", "platform_id", "status")
            .tombstone("status", "deleted")
            .unique("status")
            .reference(Reference.of("platform_id", "platforms").thatKeeps())
            .build();
    Schema strong = Schema.of("config", PLATFORM, followed);

    InvalidSchemaException refused =
        catchThrowableOfType(
            InvalidSchemaException.class,
            () -> StateSchema.of(strong, strong.below("cache", marked)));

    assertThat(refused).hasMessageStartingWith("state of config and cache");
    assertThat(refused.problems())
        .containsExactly(
            "followed: tombstones and versions are an upstream's; leave them out",
            "followed.references: only the weak tier has rows that are kept by others",
            "marked: tombstones and versions are an upstream's; leave them out",
            "marked.unique: only the strong tier can promise that",
            "marked.references: platforms is strong and needs no keeper");
  }

  @Test
  void bounded_isAnotherStateThatKeepsItsBounds() {
    StateSchema free = reference();
    StateSchema bounded = free.bounded("node_latency", 1_000).bounded("leases", 10);

    assertThat(bounded.bound(LATENCY)).hasValue(1_000);
    assertThat(bounded.bound(LEASE)).hasValue(10);
    assertThat(bounded.bound(NODE)).isEmpty();
    assertThat(free.bound(LATENCY)).isEmpty();
  }

  @Test
  void bounded_typeThatIsNotWeak_isRefused() {
    assertThatThrownBy(() -> reference().bounded("platforms", 10))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("schema cache has no entity type platforms");
  }

  @Test
  void referrers_areTheWeakReferencesToAType() {
    assertThat(reference().referrers(NODE))
        .containsExactly(
            new RepairRule.Keeper(LINK, LINK.references().get(1)),
            new RepairRule.Keeper(DYNAMIC, DYNAMIC.references().get(0)),
            new RepairRule.Keeper(LATENCY, LATENCY.references().get(0)),
            new RepairRule.Keeper(LEASE, LEASE.references().get(1)));
    assertThat(reference().referrers(PLATFORM))
        .containsExactly(new RepairRule.Keeper(LEASE, LEASE.references().get(0)));
    assertThat(reference().keepers(NODE))
        .containsExactly(new RepairRule.Keeper(LINK, LINK.references().get(1)));
    assertThat(reference().keepers(LINK)).isEmpty();
  }

  /** What nobody keeps goes behind what keeps it, and before what hangs on it. */
  @Test
  void repairRules_ofTheReference_areInAnOrderThatNeedsOneRound() {
    assertThat(reference().repairRules())
        .extracting(RepairRule::text)
        .containsExactly(
            "subscription_nodes without its subscriptions",
            "subscription_nodes without its nodes_static while evicted = 0",
            "nodes_static that no subscription_nodes keeps",
            "nodes_dynamic without its nodes_static",
            "node_latency without its nodes_static",
            "leases without its platforms",
            "leases without its nodes_static");
  }

  @Test
  void repairRules_tellTheTierOfTheParent() {
    assertThat(reference().repairRules())
        .contains(
            new RepairRule.Dangling(LEASE, LEASE.references().get(0), PLATFORM, true),
            new RepairRule.Dangling(LEASE, LEASE.references().get(1), NODE, false),
            new RepairRule.Unkept(
                NODE, List.of(new RepairRule.Keeper(LINK, LINK.references().get(1)))));
  }

  @Test
  void repairRules_optionalReference_isNone() {
    EntityType visit =
        EntityType.named("visits")
            .key("id")
            .text("id", "platform_id")
            .mayReference("platform_id", "platforms")
            .build();

    assertThat(StateSchema.of(STRONG, STRONG.below("cache", visit)).repairRules()).isEmpty();
  }

  @Test
  void repairRules_severalKeepers_waitForTheLast() {
    EntityType first = keeping("first");
    EntityType last = keeping("last");

    assertThat(StateSchema.of(STRONG, STRONG.below("cache", NODE, first, last)).repairRules())
        .extracting(RepairRule::text)
        .containsExactly(
            "first without its nodes_static",
            "last without its nodes_static",
            "nodes_static that no first or last keeps");
  }

  private static StateSchema reference() {
    return StateSchema.of(STRONG, STRONG.below("cache", NODE, LINK, DYNAMIC, LATENCY, LEASE));
  }

  private static EntityType.Builder ofNode(String name) {
    return EntityType.named(name)
        .key("node_hash")
        .text("node_hash")
        .references("node_hash", "nodes_static");
  }

  private static EntityType keeping(String name) {
    return EntityType.named(name)
        .key("id")
        .text("id", "node_hash")
        .reference(Reference.of("node_hash", "nodes_static").thatKeeps())
        .build();
  }
}
