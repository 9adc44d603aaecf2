package dev.tidemark.app.gateway;

import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Reference;
import dev.tidemark.core.schema.Schema;
import dev.tidemark.core.state.StateSchema;

/** The nine tables, with all of their columns. Times and durations are whole nanoseconds. */
final class Tables {

  // The strong tier.

  static final EntityType CONFIG =
      EntityType.named("system_config")
          .key("id")
          .integer("id", "version", "updated_at_ns")
          .json("config_json")
          .build();

  static final EntityType PLATFORM =
      EntityType.named("platforms")
          .key("id")
          .text("id", "name", "reverse_proxy_miss_action", "allocation_policy")
          .text("reverse_proxy_empty_account_behavior", "reverse_proxy_fixed_account_header")
          .integer("sticky_ttl_ns", "updated_at_ns")
          .json("regex_filters_json", "region_filters_json")
          .unique("name")
          .build();

  static final EntityType SUBSCRIPTION =
      EntityType.named("subscriptions")
          .key("id")
          .text("id", "name", "source_type", "url", "content")
          .integer("update_interval_ns", "ephemeral_node_evict_delay_ns")
          .integer("created_at_ns", "updated_at_ns")
          .bool("enabled", "ephemeral")
          .build();

  static final EntityType RULE =
      EntityType.named("account_header_rules")
          .key("url_prefix")
          .text("url_prefix")
          .json("headers_json")
          .integer("updated_at_ns")
          .build();

  // The weak tier.

  static final EntityType NODE =
      EntityType.named("nodes_static")
          .key("hash")
          .text("hash")
          .json("raw_options_json")
          .integer("created_at_ns")
          .build();

  /** Remembers that a node was thrown out, without it, but keeps one that was not. */
  static final EntityType LINK =
      EntityType.named("subscription_nodes")
          .key("subscription_id", "node_hash")
          .text("subscription_id", "node_hash")
          .json("tags_json")
          .bool("evicted")
          .references("subscription_id", "subscriptions")
          .reference(
              Reference.of("node_hash", "nodes_static").onlyWhile("evicted", false).thatKeeps())
          .build();

  static final EntityType DYNAMIC =
      EntityType.named("nodes_dynamic")
          .key("hash")
          .text("hash", "egress_ip", "egress_region")
          .integer("failure_count", "circuit_open_since", "egress_updated_at_ns")
          .integer("last_latency_probe_attempt_ns", "last_authority_latency_probe_attempt_ns")
          .integer("last_egress_update_attempt_ns")
          .references("hash", "nodes_static")
          .build();

  static final EntityType LATENCY =
      EntityType.named("node_latency")
          .key("node_hash", "domain")
          .text("node_hash", "domain")
          .integer("ewma_ns", "last_updated_ns")
          .references("node_hash", "nodes_static")
          .build();

  static final EntityType LEASE =
      EntityType.named("leases")
          .key("platform_id", "account")
          .text("platform_id", "account", "node_hash", "egress_ip")
          .integer("created_at_ns", "expiry_ns", "last_accessed_ns")
          .references("platform_id", "platforms")
          .references("node_hash", "nodes_static")
          .build();

  /** Of latencies, no more than this are in memory. */
  static final int LATENCIES_IN_MEMORY = 64;

  static final StateSchema SCHEMA = schema();

  private Tables() {}

  private static StateSchema schema() {
    Schema strong = Schema.of("state", CONFIG, PLATFORM, SUBSCRIPTION, RULE);
    Schema weak = strong.below("cache", NODE, LINK, DYNAMIC, LATENCY, LEASE);
    return StateSchema.of(strong, weak).bounded("node_latency", LATENCIES_IN_MEMORY);
  }
}
