package dev.tidemark.app.gateway;

import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.RowKey;
import java.util.List;
import java.util.Map;

/** Rows of the smaller tables, one record for each; header rules are rows as they are. */
final class Values {

  private Values() {}

  /** There is one, or none. */
  record SystemConfig(long id, String configJson, long version, long updatedAtNs) {

    static final RowKey KEY = RowKey.of(1L);

    SystemConfig {
      if (id != 1) {
        throw new IllegalArgumentException("system config: expected the id 1, found " + id);
      }
      Lists.check(configJson);
    }

    static SystemConfig of(String json, long version) {
      return new SystemConfig(1, json, version, version);
    }
  }

  record NodeStatic(String hash, String rawOptionsJson, long createdAtNs) {}

  record NodeDynamic(
      String hash,
      int failureCount,
      long circuitOpenSince,
      long egressUpdatedAtNs,
      long lastLatencyProbeAttemptNs,
      long lastAuthorityLatencyProbeAttemptNs,
      long lastEgressUpdateAttemptNs,
      String egressIp,
      String egressRegion) {}

  record Latency(String nodeHash, String domain, long ewmaNs, long lastUpdatedNs) {

    RowKey key() {
      return RowKey.of(nodeHash, domain);
    }
  }

  record Lease(
      String platformId,
      String account,
      String nodeHash,
      String egressIp,
      long createdAtNs,
      long expiryNs,
      long lastAccessedNs) {}

  record Link(String subscriptionId, String nodeHash, String tagsJson, boolean evicted) {

    List<String> tags() {
      return Lists.of(tagsJson);
    }
  }

  static NodeStatic node(String hash) {
    return new NodeStatic(hash, "{}", 1);
  }

  static NodeDynamic dynamic(String hash, int failures) {
    return new NodeDynamic(hash, failures, 0, 0, 0, 0, 0, "", "");
  }

  static Latency latency(String hash, String domain, long updated) {
    return new Latency(hash, domain, 1_000, updated);
  }

  static Lease lease(String platform, String account, String hash) {
    return new Lease(platform, account, hash, "192.0.2.1", 1, 2, 1);
  }

  static Link link(String subscription, String hash) {
    return new Link(subscription, hash, Lists.json(null), false);
  }

  static Link evicted(String subscription, String hash) {
    return new Link(subscription, hash, Lists.json(null), true);
  }

  static Row rule(String prefix, String headers, long updated) {
    return Row.of(
        Tables.RULE,
        Map.of("url_prefix", prefix, "headers_json", headers, "updated_at_ns", updated));
  }
}
