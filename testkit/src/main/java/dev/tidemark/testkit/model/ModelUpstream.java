package dev.tidemark.testkit.model;

import dev.tidemark.core.BadAnswerException;
import dev.tidemark.core.RateLimitedException;
import dev.tidemark.core.RefusedException;
import dev.tidemark.core.UpstreamUnavailableException;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Reference;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.RowKey;
import dev.tidemark.core.schema.Schema;
import dev.tidemark.core.sync.spi.Fetch;
import dev.tidemark.core.sync.spi.Fetched;
import dev.tidemark.core.sync.spi.RowSink;
import dev.tidemark.core.sync.spi.Upstream;
import dev.tidemark.testkit.contract.KeyOrder;
import dev.tidemark.testkit.fake.InMemoryUpstream;
import dev.tidemark.testkit.time.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The truth, as its owners change it. */
final class ModelUpstream implements Upstream {

  private final Map<EntityType, TreeMap<RowKey, Row>> rows = new HashMap<>();
  private final List<Row> gone = new ArrayList<>();
  private final Set<RowKey> reappeared = new HashSet<>();
  private final InMemoryUpstream served = new InMemoryUpstream();
  private final Schema schema;
  private final ManualClock clock;
  private Step.@Nullable Fault fault;
  private int requestsToFault;
  private long lastId;
  private long lastContent;

  ModelUpstream(Schema schema, ManualClock clock) {
    this.schema = schema;
    this.clock = clock;
  }

  /** Every row that there is, tombstones too, in key order. */
  Map<RowKey, Row> rows(EntityType type) {
    return rows.computeIfAbsent(type, key -> new TreeMap<>(KeyOrder::compare));
  }

  /** Whether a row was hidden once, so that no version tells that it is there again. */
  boolean isHidden(RowKey key) {
    return reappeared.contains(key);
  }

  @Override
  public Fetched fetch(Fetch what, RowSink into) {
    Step.Fault due = fault;
    if (due != null && requestsToFault-- <= 0) {
      fault = null;
      served.failOnce(each -> true, failure(due.kind()));
    }
    return served.fetch(what, into);
  }

  private RuntimeException failure(Step.Fault.Kind kind) {
    return switch (kind) {
      case DOWN -> new UpstreamUnavailableException("the model is down");
      case CUT_SHORT -> new BadAnswerException("the model breaks off", true);
      case RATE_LIMITED ->
          new RateLimitedException(
              "the model is busy", clock.instant().plus(Duration.ofMinutes(5)));
      case REFUSED -> new RefusedException("the model says no");
      case BUG -> new IllegalStateException("the model has a bug");
    };
  }

  void happen(Step step) {
    if (step instanceof Step.Insert insert) {
      EntityType type = type(insert.type());
      put(row(type, ++lastId, insert.parents(), now()));
    } else if (step instanceof Step.Update update) {
      change(update.type(), update.row(), row -> with(row, now(), "ok", row));
    } else if (step instanceof Step.Silent silent) {
      change(silent.type(), silent.row(), row -> with(row, version(row), "ok", row));
    } else if (step instanceof Step.Delete delete) {
      change(delete.type(), delete.row(), row -> with(row, now(), "deleted", row));
    } else if (step instanceof Step.Move move) {
      change(move.type(), move.row(), row -> row(row.type(), id(row), move.parents(), now()));
    } else {
      rarely(step);
    }
  }

  private void rarely(Step step) {
    if (step instanceof Step.HardDelete gone) {
      pick(gone.type(), gone.row(), false).ifPresent(this::remove);
    } else if (step instanceof Step.Reappear again && !gone.isEmpty()) {
      reappear(gone.remove(again.row() % gone.size()));
    } else if (step instanceof Step.Undelete back) {
      pick(back.type(), back.row(), true).ifPresent(row -> put(with(row, now(), "ok", row)));
    } else if (step instanceof Step.Cache cache) {
      served.cache(type(cache.type()), clock.instant());
    } else if (step instanceof Step.Live) {
      served.live();
    } else if (step instanceof Step.Fault next) {
      fault = next;
      requestsToFault = next.ahead();
    }
  }

  /** No fault is ahead, and lists are live. */
  void calmDown() {
    fault = null;
    served.recover();
    served.live();
  }

  private interface Edit {
    Row of(Row row);
  }

  private void change(int type, int row, Edit edit) {
    pick(type, row, false).ifPresent(each -> put(edit.of(each)));
  }

  private Optional<Row> pick(int type, int number, boolean tombstone) {
    List<Row> all =
        rows(type(type)).values().stream().filter(row -> row.isTombstone() == tombstone).toList();
    return all.isEmpty() ? Optional.empty() : Optional.of(all.get(number % all.size()));
  }

  private void put(Row row) {
    rows(row.type()).put(row.key(), row);
    served.put(row);
  }

  private void reappear(Row row) {
    reappeared.add(row.key());
    put(row);
  }

  private void remove(Row row) {
    gone.add(row);
    rows(row.type()).remove(row.key());
    served.remove(row.type(), row.key());
  }

  private EntityType type(int number) {
    return schema.types().get(number % schema.types().size());
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.SECONDS);
  }

  /** Its parents are any that there are, or were, or never were. */
  private Row row(EntityType type, long id, int parents, Instant version) {
    Row.Builder row = Row.builder(type);
    int pick = parents;
    for (Reference reference : type.references()) {
      List<RowKey> known = new ArrayList<>(rows(schema.type(reference.target())).keySet());
      Object parent =
          known.isEmpty() || pick % 11 == 10
              ? Long.valueOf(1_000_000 + pick)
              : known.get(pick % known.size()).values().get(0);
      row.set(type.indexOf(reference.fields().get(0)), parent);
      pick = pick / 3 + 1;
    }
    return filled(row, type, id, version, "ok").build();
  }

  private Row with(Row before, Instant version, String status, Row parentsOf) {
    Row.Builder row = Row.builder(before.type());
    for (Reference reference : before.type().references()) {
      String field = reference.fields().get(0);
      row.set(before.type().indexOf(field), parentsOf.value(field));
    }
    return filled(row, before.type(), id(before), version, status).build();
  }

  private Row.Builder filled(
      Row.Builder row, EntityType type, long id, Instant version, String status) {
    return row.set(type.indexOf("id"), id)
        .set(type.indexOf("name"), "content " + ++lastContent)
        .set(type.indexOf("status"), status)
        .set(type.indexOf("updated"), version);
  }

  private static long id(Row row) {
    return (Long) row.key().values().get(0);
  }

  static Instant version(Row row) {
    return (Instant) Objects.requireNonNull(row.value("updated"));
  }
}
