package dev.tidemark.testkit.model;

import dev.tidemark.core.schema.Row;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@link UsageSchema#USAGE}, to be varied.
 *
 * @param at when it was
 * @param changed when it was written
 */
public record UsageEvent(
    long id,
    @Nullable Long task,
    String provider,
    @Nullable String model,
    long input,
    @Nullable Long cost,
    @Nullable Instant at,
    @Nullable Instant changed) {

  /** Of task 1: 10 tokens that cost 100, at a quarter past ten. */
  public static UsageEvent of(long id) {
    return new UsageEvent(id, 1L, "acme", "large", 10, 100L, at("10:15"), null);
  }

  /** An instant of the day on which all of this happens. */
  public static Instant at(String time) {
    return Instant.parse("2026-03-01T" + time + ":00Z");
  }

  public UsageEvent task(@Nullable Long other) {
    return new UsageEvent(id, other, provider, model, input, cost, at, changed);
  }

  public UsageEvent provider(String other) {
    return new UsageEvent(id, task, other, model, input, cost, at, changed);
  }

  public UsageEvent model(@Nullable String other) {
    return new UsageEvent(id, task, provider, other, input, cost, at, changed);
  }

  public UsageEvent input(long other) {
    return new UsageEvent(id, task, provider, model, other, cost, at, changed);
  }

  public UsageEvent cost(@Nullable Long other) {
    return new UsageEvent(id, task, provider, model, input, other, at, changed);
  }

  public UsageEvent when(@Nullable Instant other) {
    return new UsageEvent(id, task, provider, model, input, cost, other, changed);
  }

  /** The same at another time of the day. */
  public UsageEvent when(String time) {
    return when(at(time));
  }

  public UsageEvent changed(@Nullable Instant other) {
    return new UsageEvent(id, task, provider, model, input, cost, at, other);
  }

  public Row row() {
    Row.Builder row = Row.builder(UsageSchema.USAGE);
    set(row, "id", id);
    set(row, "task_id", task);
    set(row, "provider", provider);
    set(row, "model", model);
    set(row, "input", input);
    set(row, "output", 1L);
    set(row, "cost", cost);
    set(row, "created_at", at);
    set(row, "updated_at", changed);
    return row.build();
  }

  private static void set(Row.Builder row, String field, @Nullable Object value) {
    row.set(UsageSchema.USAGE.indexOf(field), value);
  }
}
