package dev.tidemark.bench;

import dev.tidemark.adapter.sqlite.WhereParserModule;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.RowKey;
import dev.tidemark.core.schema.Schema;
import dev.tidemark.core.snapshot.SnapshotPlan;
import dev.tidemark.core.snapshot.SnapshotSpec;
import dev.tidemark.core.snapshot.SnapshotSpec.Table;
import dev.tidemark.core.snapshot.spi.SnapshotReader;
import dev.tidemark.core.sync.spi.ReplicaStore;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.function.LongFunction;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * What is published: three tables of twenty columns with two to four indexes each.
 *
 * @param perTable how many rows each of them has
 */
record SnapshotRows(long perTable) {

  private static final List<EntityType> TYPES =
      List.of(
          Wide.named("owner").indexed("t1").build(),
          Wide.named("site").indexed("n1").indexed("status", "n2").build(),
          Wide.named("line").indexed("n1").build());

  static final Schema SCHEMA = Schema.of("bench", TYPES.toArray(EntityType[]::new));

  private static final String LAST = "line";
  private static final long MARKED = 1;
  private static final long FIRST_SECOND = 1_700_000_000;
  private static final long LATER = 50_000_000;

  /** All of all tables, whose pages are taken over as they are. */
  static SnapshotPlan plan(String name) {
    return plan(name, Table.ALL);
  }

  /** The same by a condition, which every row meets: they are looked at one by one, and sorted. */
  static SnapshotPlan filtered(String name) {
    return plan(name, Table.ALL.where("id > 0"));
  }

  private static SnapshotPlan plan(String name, Table table) {
    SnapshotSpec.Builder spec = SnapshotSpec.named(name);
    TYPES.forEach(type -> spec.table(type.name(), table));
    return SnapshotPlan.of(spec.build(), SCHEMA, WhereParserModule.parser());
  }

  /** Fills a replica, a table in a cycle. */
  void fill(ReplicaStore store) {
    for (int i = 0; i < TYPES.size(); i++) {
      EntityType type = TYPES.get(i);
      Bench.apply(store, i + 1L, LongStream.rangeClosed(1, perTable).mapToObj(id -> row(type, id)));
    }
  }

  private static Row row(EntityType type, long id) {
    return Wide.row(type, id, 0, Instant.ofEpochSecond(FIRST_SECOND + id));
  }

  /** How many rows a thousandth of all are. */
  int thousandth() {
    return (int) Math.max(1, perTable / 1_000) * TYPES.size();
  }

  /** Changes a thousandth of the rows, all over the tables. */
  void changeScattered(ReplicaStore store, int version) {
    Random random = new Random(version);
    change(
        store,
        version,
        count -> random.longs(MARKED + 1, perTable + 1).distinct().limit(count).sorted());
  }

  /** Changes a thousandth of the rows, those with the highest keys. */
  void changeRecent(ReplicaStore store, int version) {
    change(store, version, count -> LongStream.rangeClosed(perTable - count + 1, perTable));
  }

  /** One more row is changed by which a reader sees the version. */
  private void change(ReplicaStore store, int version, LongFunction<LongStream> some) {
    Instant updated = Instant.ofEpochSecond(FIRST_SECOND + LATER + version);
    Stream<Row> changed =
        TYPES.stream()
            .flatMap(
                type ->
                    some.apply(thousandth() / TYPES.size())
                        .mapToObj(id -> Wide.row(type, id, version, updated)));
    Row marked = Wide.row(TYPES.get(TYPES.size() - 1), MARKED, version, updated);
    Bench.apply(store, TYPES.size() + (long) version, Stream.concat(changed, Stream.of(marked)));
  }

  /** The version of the last change that a snapshot has; 0 if there was none. */
  static long version(SnapshotReader reader) {
    EntityType type = SCHEMA.type(LAST);
    Row row = reader.rows().find(type, RowKey.of(MARKED)).orElseThrow();
    long second = ((Instant) row.value("updated")).getEpochSecond();
    return Math.max(0, second - FIRST_SECOND - LATER);
  }
}
