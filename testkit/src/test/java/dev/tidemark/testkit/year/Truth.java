package dev.tidemark.testkit.year;

import static dev.tidemark.testkit.contract.Sample.CAMPUS;
import static dev.tidemark.testkit.contract.Sample.FAC;
import static dev.tidemark.testkit.contract.Sample.IX;
import static dev.tidemark.testkit.contract.Sample.IXFAC;
import static dev.tidemark.testkit.contract.Sample.ORG;

import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Reference;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.RowKey;
import dev.tidemark.core.schema.Schema;
import dev.tidemark.testkit.contract.KeyOrder;
import dev.tidemark.testkit.fake.InMemoryUpstream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;

/** The rows of the upstream, which change all the time, by a clock of its own. */
final class Truth {

  static final Schema SCHEMA = Schema.of("year", ORG, CAMPUS, FAC, IX, IXFAC);

  private static final int LIVE = 40;
  private static final int DEAD = 20;

  final InMemoryUpstream served = new InMemoryUpstream();
  private final Map<EntityType, TreeMap<RowKey, Row>> rows = new HashMap<>();
  private final Random random;
  private long lastId;
  private long lastContent;

  Truth(Random random, Instant now) {
    this.random = random;
    for (EntityType type : SCHEMA.types()) {
      for (int i = 0; i < LIVE / 2; i++) {
        insert(type, now);
      }
    }
  }

  /** Every row that there is, tombstones too, in key order. */
  Map<RowKey, Row> rows(EntityType type) {
    return rows.computeIfAbsent(type, key -> new TreeMap<>(KeyOrder::compare));
  }

  /** Something happens to one row. */
  void change(Instant at) {
    Instant now = at.truncatedTo(ChronoUnit.SECONDS);
    EntityType type = SCHEMA.types().get(random.nextInt(SCHEMA.types().size()));
    List<Row> live = rows(type).values().stream().filter(Row::isLive).toList();
    List<Row> dead = rows(type).values().stream().filter(Row::isTombstone).toList();
    int dice = random.nextInt(100);
    if (live.size() < LIVE / 4 || dice < 20 && live.size() < LIVE) {
      insert(type, now);
    } else if (dice < 35 && dead.size() < DEAD) {
      put(with(pick(live), now, "deleted"));
    } else if (dice < 45 && !dead.isEmpty()) {
      put(with(pick(dead), now, "ok"));
    } else if (dice == 45) {
      remove(pick(live));
    } else if (dice < 60) {
      put(filled(parents(type), type, id(pick(live)), now, "ok"));
    } else {
      put(with(pick(live), now, "ok"));
    }
  }

  private Row pick(List<Row> from) {
    return from.get(random.nextInt(from.size()));
  }

  private void insert(EntityType type, Instant now) {
    put(filled(parents(type), type, ++lastId, now, "ok"));
  }

  private void put(Row row) {
    rows(row.type()).put(row.key(), row);
    served.put(row);
  }

  private void remove(Row row) {
    rows(row.type()).remove(row.key());
    served.remove(row.type(), row.key());
  }

  /** Any parents that there are or were; they may go without a trace later on. */
  private Row.Builder parents(EntityType type) {
    Row.Builder row = Row.builder(type);
    for (Reference reference : type.references()) {
      List<Row> known = List.copyOf(rows(SCHEMA.type(reference.target())).values());
      row.set(type.indexOf(reference.fields().get(0)), id(pick(known)));
    }
    return row;
  }

  private Row with(Row before, Instant version, String status) {
    Row.Builder row = Row.builder(before.type());
    for (Reference reference : before.type().references()) {
      String field = reference.fields().get(0);
      row.set(before.type().indexOf(field), before.value(field));
    }
    return filled(row, before.type(), id(before), version, status);
  }

  private Row filled(Row.Builder row, EntityType type, long id, Instant version, String status) {
    return row.set(type.indexOf("id"), id)
        .set(type.indexOf("name"), status.equals("ok") ? "content " + ++lastContent : "")
        .set(type.indexOf("status"), status)
        .set(type.indexOf("updated"), version)
        .build();
  }

  private static long id(Row row) {
    return (Long) row.key().values().get(0);
  }

  static Instant version(Row row) {
    return (Instant) Objects.requireNonNull(row.value("updated"));
  }
}
