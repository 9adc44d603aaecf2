package dev.tidemark.core.sync;

import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Precision;
import dev.tidemark.core.schema.Schema;
import dev.tidemark.core.state.Codec;
import dev.tidemark.core.state.StateEngine;
import dev.tidemark.core.state.StateSchema;
import dev.tidemark.core.sync.spi.RequestLedger;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What syncing keeps in the state of an application: what each upstream was asked and until when it
 * wants to be left alone, strong; how it answers, weak. Several upstreams in one state are told
 * apart by name, and know nothing of each other.
 */
public final class SyncState {

  static final EntityType NOT_BEFORE =
      EntityType.named("not_before")
          .key("upstream")
          .text("upstream")
          .instant("until", Precision.MILLIS)
          .build();

  static final EntityType REQUEST_HOUR =
      EntityType.named("request_hour")
          .key("upstream", "hour")
          .text("upstream")
          .integer("hour")
          .text("sent")
          .build();

  static final EntityType UPSTREAM_HEALTH =
      EntityType.named("upstream_health")
          .key("upstream", "endpoint")
          .text("upstream", "endpoint")
          .integer("requests", "failures", "consecutive_failures")
          .instant("last_success_at", Precision.MILLIS)
          .instant("last_failure_at", Precision.MILLIS)
          .text("last_failure_code")
          .real("latency_millis")
          .real("last_latency_millis")
          .nullable(
              "last_success_at",
              "last_failure_at",
              "last_failure_code",
              "latency_millis",
              "last_latency_millis")
          .build();

  /** One for all upstreams of a state, since a weak type has one user. */
  static final Codec<EndpointHealth> HEALTH = Codec.records(UPSTREAM_HEALTH, EndpointHealth.class);

  /** More than any upstream has endpoints, so that one with a thousand still fits into memory. */
  private static final int ENDPOINTS_IN_MEMORY = 1_000;

  private SyncState() {}

  /** What belongs into the strong tier of an application that syncs. */
  public static List<EntityType> strongTypes() {
    return List.of(NOT_BEFORE, REQUEST_HOUR);
  }

  /** What belongs into the weak tier of an application that syncs. */
  public static List<EntityType> weakTypes() {
    return List.of(UPSTREAM_HEALTH);
  }

  /** The state of an application that has none of its own. */
  public static StateSchema schema() {
    return with(List.of(), List.of());
  }

  /**
   * The state of an application that has these types of its own.
   *
   * @throws dev.tidemark.core.InvalidSchemaException with all that cannot be kept
   */
  public static StateSchema with(List<EntityType> strong, List<EntityType> weak) {
    Schema all = Schema.of("strong", joined(strongTypes(), strong));
    Schema below = all.below("weak", joined(weakTypes(), weak).toArray(EntityType[]::new));
    return bounded(StateSchema.of(all, below));
  }

  /** A state that was put together by hand from these types and others, with its bounds. */
  public static StateSchema bounded(StateSchema schema) {
    return schema.bounded(UPSTREAM_HEALTH.name(), ENDPOINTS_IN_MEMORY);
  }

  /**
   * The ledger of an upstream.
   *
   * @param upstream its name: that of its schema
   */
  public static RequestLedger ledger(StateEngine state, String upstream) {
    return new StoredLedger(state, upstream);
  }

  /**
   * Takes over what was known of an upstream before it was state, in one transaction. What the
   * state has of the same already stays as it is: the time to leave it alone, and each hour of
   * requests. So the same once more changes nothing.
   *
   * @param asked when requests were sent
   */
  public static void takeOver(
      StateEngine state, String upstream, Optional<Instant> notBefore, List<Instant> asked) {
    new StoredLedger(state, upstream).takeOver(notBefore, asked);
  }

  private static List<EntityType> joined(List<EntityType> ours, List<EntityType> others) {
    return Stream.concat(ours.stream(), others.stream()).toList();
  }
}
