package dev.tidemark.testkit.fake;

import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.RowKey;
import dev.tidemark.core.schema.Schema;
import dev.tidemark.core.sync.spi.Dangling;
import dev.tidemark.core.sync.spi.HeldRows;
import dev.tidemark.core.sync.spi.Orphan;
import dev.tidemark.core.sync.spi.Quarantined;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** What a replica in memory holds for people to look at. */
final class InMemoryHeldRows implements HeldRows {

  private final Schema schema;
  private final Supplier<ReplicaState> state;

  InMemoryHeldRows(Schema schema, Supplier<ReplicaState> state) {
    this.schema = schema;
    this.state = state;
  }

  @Override
  public List<Orphan> orphans(int atMost) {
    ReplicaState now = state.get();
    return schema.types().stream()
        .flatMap(
            type ->
                now.parked(type).entrySet().stream()
                    .map(each -> orphan(type, each.getKey(), each.getValue())))
        .limit(atMost)
        .toList();
  }

  private static Orphan orphan(EntityType type, RowKey key, Parked parked) {
    return new Orphan(
        type.name(), key.text(), parked.missing(), RowJson.of(parked.row()), parked.since());
  }

  @Override
  public List<Quarantined> quarantined(int atMost) {
    List<Quarantined> all = new ArrayList<>(state.get().quarantined.values());
    Collections.reverse(all);
    all.sort(Comparator.comparing(Quarantined::since).reversed());
    return all.stream().limit(atMost).toList();
  }

  @Override
  public List<Dangling> dangling(int atMost) {
    ReplicaState now = state.get();
    return schema.types().stream()
        .flatMap(type -> now.rows(type).values().stream())
        .flatMap(row -> dangling(now, row))
        .limit(Math.max(0, atMost))
        .toList();
  }

  private Stream<Dangling> dangling(ReplicaState now, Row row) {
    return Need.optional(schema, row).stream()
        .filter(need -> !now.rows(need.type()).containsKey(need.key()))
        .map(need -> new Dangling(row.type().name(), row.key().text(), need.text()));
  }
}
