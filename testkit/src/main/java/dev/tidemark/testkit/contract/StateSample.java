package dev.tidemark.testkit.contract;

import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Precision;
import dev.tidemark.core.schema.Reference;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.Schema;
import dev.tidemark.core.state.StateSchema;
import dev.tidemark.core.state.spi.FlushStep;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The state that the contracts play with: a gateway's, as small as every shape of key, reference
 * and rule allows.
 */
public final class StateSample {

  // The strong tier.

  public static final EntityType PLATFORM =
      EntityType.named("platforms")
          .key("id")
          .text("id", "name", "note")
          .nullable("note")
          .unique("name")
          .build();

  public static final EntityType SUBSCRIPTION =
      EntityType.named("subscriptions").key("id").text("id", "name").build();

  /** A composite key, a condition, and two fields that are unique together. */
  public static final EntityType ACCOUNT =
      EntityType.named("accounts")
          .key("realm", "number")
          .text("realm")
          .integer("number")
          .text("owner", "platform_id", "sponsor_id")
          .nullable("owner", "platform_id", "sponsor_id")
          .bool("active")
          .references("platform_id", "platforms")
          .reference(Reference.of("sponsor_id", "platforms").onlyWhile("active", true))
          .unique("realm", "owner")
          .build();

  /** A composite reference. */
  public static final EntityType INVOICE =
      EntityType.named("invoices")
          .key("id")
          .integer("id")
          .text("realm")
          .integer("number")
          .nullable("realm", "number")
          .reference(new Reference(List.of("realm", "number"), "accounts", true))
          .build();

  public static final EntityType STRONG_EVERY = every("strong_every");

  // The weak tier.

  public static final EntityType NODE =
      EntityType.named("nodes_static").key("hash").text("hash").json("options").build();

  /** Keeps its node while it is not evicted, and outlives it once it is. */
  public static final EntityType LINK =
      EntityType.named("subscription_nodes")
          .key("subscription_id", "node_hash")
          .text("subscription_id", "node_hash")
          .integer("evicted")
          .references("subscription_id", "subscriptions")
          .reference(Reference.of("node_hash", "nodes_static").onlyWhile("evicted", 0L).thatKeeps())
          .build();

  public static final EntityType DYNAMIC =
      EntityType.named("nodes_dynamic")
          .key("hash")
          .text("hash")
          .integer("failures")
          .references("hash", "nodes_static")
          .build();

  public static final EntityType LATENCY =
      EntityType.named("node_latency")
          .key("node_hash", "domain")
          .text("node_hash", "domain")
          .integer("nanos")
          .references("node_hash", "nodes_static")
          .build();

  public static final EntityType LEASE =
      EntityType.named("leases")
          .key("platform_id", "account")
          .text("platform_id", "account", "node_hash")
          .references("platform_id", "platforms")
          .references("node_hash", "nodes_static")
          .build();

  /** May refer to a row of the strong tier by a composite key. */
  public static final EntityType SESSION =
      EntityType.named("sessions")
          .key("id")
          .integer("id")
          .text("realm")
          .integer("number")
          .nullable("realm", "number")
          .reference(new Reference(List.of("realm", "number"), "accounts", true))
          .build();

  /** Needs its session while it is open. */
  public static final EntityType CALL =
      EntityType.named("calls")
          .key("id")
          .integer("id", "session_id")
          .nullable("session_id")
          .text("state")
          .reference(Reference.of("session_id", "sessions").onlyWhile("state", "it's open"))
          .build();

  /** The end of a chain: accounts, sessions, calls, hops. */
  public static final EntityType HOP =
      EntityType.named("hops")
          .key("call_id", "number")
          .integer("call_id", "number")
          .references("call_id", "calls")
          .build();

  public static final EntityType WEAK_EVERY = every("weak_every");

  public static final StateSchema SCHEMA = schema();

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private StateSample() {}

  private static StateSchema schema() {
    Schema strong = Schema.of("config", PLATFORM, SUBSCRIPTION, ACCOUNT, INVOICE, STRONG_EVERY);
    return StateSchema.of(
        strong,
        strong.below("cache", NODE, LINK, DYNAMIC, LATENCY, LEASE, SESSION, CALL, HOP, WEAK_EVERY));
  }

  private static EntityType every(String name) {
    return EntityType.named(name)
        .key("id")
        .integer("id", "whole")
        .real("real")
        .text("text")
        .bool("flag")
        .json("json")
        .instant("seconds", Precision.SECONDS)
        .instant("millis", Precision.MILLIS)
        .instant("micros", Precision.MICROS)
        .instant("nanos", Precision.NANOS)
        .nullable("whole", "real", "text", "flag", "json", "seconds", "millis", "micros", "nanos")
        .build();
  }

  /** The time that many seconds after the sample's start. */
  public static Instant at(long second) {
    return START.plusSeconds(second);
  }

  public static Row platform(String id, String name) {
    return row(PLATFORM, "id", id, "name", name);
  }

  public static Row subscription(String id) {
    return row(SUBSCRIPTION, "id", id, "name", "any");
  }

  /** An active account; then further names and values. */
  public static Row account(String realm, long number, @Nullable Object... more) {
    Row.Builder row = builder(ACCOUNT, "realm", realm, "number", number, "active", true);
    return with(row, ACCOUNT, more).build();
  }

  public static Row node(String hash) {
    return row(NODE, "hash", hash, "options", "{}");
  }

  public static Row link(String subscription, String node, boolean evicted) {
    return row(
        LINK, "subscription_id", subscription, "node_hash", node, "evicted", evicted ? 1L : 0L);
  }

  public static Row dynamic(String node, long failures) {
    return row(DYNAMIC, "hash", node, "failures", failures);
  }

  public static Row latency(String node, String domain) {
    return row(LATENCY, "node_hash", node, "domain", domain, "nanos", 1L);
  }

  public static Row lease(String platform, String account, String node) {
    return row(LEASE, "platform_id", platform, "account", account, "node_hash", node);
  }

  public static Row session(long id, @Nullable String realm, @Nullable Long number) {
    return row(SESSION, "id", id, "realm", realm, "number", number);
  }

  public static Row call(long id, @Nullable Long session, boolean open) {
    return row(CALL, "id", id, "session_id", session, "state", open ? "it's open" : "over");
  }

  public static Row hop(long call, long number) {
    return row(HOP, "call_id", call, "number", number);
  }

  /** A row of names and values by turns; what is not named is null. */
  public static Row row(EntityType type, @Nullable Object... namesAndValues) {
    return builder(type, namesAndValues).build();
  }

  /** The same row with null in this field, whether or not it may be. */
  public static Row withNull(Row row, String field) {
    Row.Builder copy = Row.builder(row.type());
    for (int i = 0; i < row.type().fields().size(); i++) {
      copy.set(i, i == row.type().indexOf(field) ? null : row.value(i));
    }
    return copy.buildStored();
  }

  /** A step that writes these rows, all of one type. */
  public static FlushStep upsert(Row... rows) {
    return new FlushStep.Upsert(rows[0].type(), List.of(rows));
  }

  /** A step that removes the rows with the keys of these, all of one type. */
  public static FlushStep delete(Row... rows) {
    return new FlushStep.Delete(rows[0].type(), Stream.of(rows).map(Row::key).toList());
  }

  private static Row.Builder builder(EntityType type, @Nullable Object... namesAndValues) {
    Row.Builder row = Row.builder(type);
    for (int i = 0; i < type.fields().size(); i++) {
      row.set(i, null);
    }
    return with(row, type, namesAndValues);
  }

  private static Row.Builder with(
      Row.Builder row, EntityType type, @Nullable Object... namesAndValues) {
    for (int i = 0; i < namesAndValues.length; i += 2) {
      row.set(type.indexOf((String) namesAndValues[i]), namesAndValues[i + 1]);
    }
    return row;
  }
}
