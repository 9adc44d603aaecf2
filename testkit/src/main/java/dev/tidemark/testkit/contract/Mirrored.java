package dev.tidemark.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.core.mirror.RowDigest;
import dev.tidemark.core.mirror.spi.Digest;
import dev.tidemark.core.mirror.spi.Fingerprint;
import dev.tidemark.core.mirror.spi.MirrorTable;
import dev.tidemark.core.mirror.spi.MirrorTarget;
import dev.tidemark.core.query.KeyRange;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.RowKey;
import dev.tidemark.core.schema.Schema;
import dev.tidemark.testkit.contract.MirrorFixture.MirrorPlace;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** A prepared mirror that a contract writes to and compares with rows of its own. */
final class Mirrored implements AutoCloseable {

  private static final int ALL = 1_000_000;

  private final MirrorPlace place;
  private final MirrorTarget target;

  Mirrored(MirrorFixture fixture, EntityType... types) {
    this.place = fixture.newPlace();
    this.target = place.newTarget();
    target.prepare(Schema.of("mirrored", types));
  }

  MirrorPlace place() {
    return place;
  }

  MirrorTarget target() {
    return target;
  }

  /** Does something with one table, in a transaction of its own. */
  <T> T with(EntityType type, Function<MirrorTable, T> work) {
    return target.write(transaction -> work.apply(transaction.table(type)));
  }

  /** Writes rows of one type. */
  void upsert(Row... rows) {
    upsert(List.of(rows));
  }

  void upsert(List<Row> rows) {
    with(
        rows.get(0).type(),
        table -> {
          table.upsert(rows);
          return true;
        });
  }

  /** Writes rows of one type in key order. */
  long load(KeyRange range, List<Row> rows) {
    return with(
        rows.get(0).type(), table -> table.load(range, inKeyOrder(rows.stream()).iterator()));
  }

  int delete(EntityType type, RowKey... keys) {
    return with(type, table -> table.delete(List.of(keys)));
  }

  List<Fingerprint> fingerprints(EntityType type) {
    return target.rows(type).fingerprints(KeyRange.ALL, ALL);
  }

  List<RowKey> keys(EntityType type) {
    return fingerprints(type).stream().map(Fingerprint::key).toList();
  }

  /** That the table holds these rows, to the letter, and no others; in any order. */
  void assertHolds(EntityType type, List<Row> rows) {
    assertThat(fingerprints(type)).containsExactlyElementsOf(expected(type, rows));
    assertThat(target.rows(type).digest(KeyRange.ALL)).isEqualTo(digest(type, rows.stream()));
    assertThat(target.rows(type).hint().count()).isEqualTo(rows.size());
  }

  void assertHolds(EntityType type, Row... rows) {
    assertHolds(type, List.of(rows));
  }

  static List<Fingerprint> expected(EntityType type, List<Row> rows) {
    RowDigest digest = RowDigest.of(type);
    return inKeyOrder(rows.stream())
        .map(row -> new Fingerprint(row.key(), digest.hash(row)))
        .toList();
  }

  static Digest digest(EntityType type, Stream<Row> rows) {
    RowDigest digest = RowDigest.of(type);
    return rows.map(digest::hash).reduce(Digest.EMPTY, Digest::plus, Digest::plus);
  }

  static Stream<Row> inKeyOrder(Stream<Row> rows) {
    return rows.sorted(Comparator.comparing(Row::key, KeyOrder::compare));
  }

  @Override
  public void close() {
    place.close();
  }
}
