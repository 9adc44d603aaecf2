package dev.tidemark.testkit.model;

import dev.tidemark.core.schema.Row;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A row of {@link UsageSchema#LOG}, to be varied. */
public record LogEvent(
    long seq,
    @Nullable String agent,
    String kind,
    @Nullable Boolean failed,
    @Nullable Long amount,
    @Nullable Double ratio,
    @Nullable Instant at) {

  /** Of agent ann: 10 and a half, at a quarter past ten. */
  public static LogEvent of(long seq) {
    return new LogEvent(seq, "ann", "call", false, 10L, 0.5, UsageEvent.at("10:15"));
  }

  public LogEvent agent(@Nullable String other) {
    return new LogEvent(seq, other, kind, failed, amount, ratio, at);
  }

  public LogEvent kind(String other) {
    return new LogEvent(seq, agent, other, failed, amount, ratio, at);
  }

  public LogEvent failed(@Nullable Boolean other) {
    return new LogEvent(seq, agent, kind, other, amount, ratio, at);
  }

  public LogEvent amount(@Nullable Long other) {
    return new LogEvent(seq, agent, kind, failed, other, ratio, at);
  }

  public LogEvent ratio(@Nullable Double other) {
    return new LogEvent(seq, agent, kind, failed, amount, other, at);
  }

  public LogEvent when(@Nullable Instant other) {
    return new LogEvent(seq, agent, kind, failed, amount, ratio, other);
  }

  public Row row() {
    Row.Builder row = Row.builder(UsageSchema.LOG);
    set(row, "seq", seq);
    set(row, "agent_id", agent);
    set(row, "kind", kind);
    set(row, "failed", failed);
    set(row, "amount", amount);
    set(row, "ratio", ratio);
    set(row, "at", at);
    return row.build();
  }

  private static void set(Row.Builder row, String field, @Nullable Object value) {
    row.set(UsageSchema.LOG.indexOf(field), value);
  }
}
