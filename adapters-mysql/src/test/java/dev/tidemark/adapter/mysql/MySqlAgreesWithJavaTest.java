package dev.tidemark.adapter.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.core.mirror.RowDigest;
import dev.tidemark.core.mirror.spi.Fingerprint;
import dev.tidemark.core.mirror.spi.MirrorTarget;
import dev.tidemark.core.query.KeyRange;
import dev.tidemark.core.schema.Precision;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.RowKey;
import dev.tidemark.core.schema.Schema;
import dev.tidemark.testkit.contract.Sample;
import dev.tidemark.testkit.mysql.MySqlServer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;

/** Whatever is in a row, every server hashes it as Java does, whichever way it came there. */
final class MySqlAgreesWithJavaTest {

  private static final long FIRST_SECOND = -62_167_219_200L; // 0000-01-01T00:00:00Z
  private static final long LAST_SECOND = 253_402_300_799L; // 9999-12-31T23:59:59Z

  private static final List<MySqlPlace> PLACES = new ArrayList<>();

  private static List<MySqlPlace> places() {
    if (PLACES.isEmpty()) {
      MySqlServer.all().map(MySqlPlace::on).forEach(PLACES::add);
    }
    return PLACES;
  }

  @AfterContainer
  static void close() {
    PLACES.forEach(MySqlPlace::close);
    PLACES.clear();
  }

  @Property(tries = 40, shrinking = ShrinkingMode.OFF)
  void fingerprints_anyRows_areJavas(@ForAll("rows") List<Row> rows) {
    for (MySqlPlace place : places()) {
      MirrorTarget target = place.newTarget();
      target.prepare(Schema.of("every", Sample.EVERY));
      RowDigest digest = RowDigest.of(Sample.EVERY);
      List<Fingerprint> expected =
          rows.stream().map(row -> new Fingerprint(row.key(), digest.hash(row))).toList();

      assertThat(afterwards(target, rows, true)).isEqualTo(expected);
      assertThat(afterwards(target, rows, false)).isEqualTo(expected);
    }
  }

  private static List<Fingerprint> afterwards(MirrorTarget target, List<Row> rows, boolean loaded) {
    target.write(
        transaction -> {
          List<RowKey> there =
              target.rows(Sample.EVERY).fingerprints(KeyRange.ALL, 1_000).stream()
                  .map(Fingerprint::key)
                  .toList();
          transaction.table(Sample.EVERY).delete(there);
          if (loaded) {
            return transaction.table(Sample.EVERY).load(KeyRange.ALL, rows.iterator());
          }
          transaction.table(Sample.EVERY).upsert(rows);
          return 0L;
        });
    return target.rows(Sample.EVERY).fingerprints(KeyRange.ALL, 1_000);
  }

  @Provide
  Arbitrary<List<Row>> rows() {
    return row()
        .list()
        .ofMinSize(20)
        .ofMaxSize(60)
        .map(
            rows -> {
              List<Row> numbered = new ArrayList<>();
              rows.forEach(row -> numbered.add(row.set(0, (long) numbered.size()).build()));
              return numbered;
            });
  }

  private static Arbitrary<Row.Builder> row() {
    Arbitrary<Instant> instants =
        Combinators.combine(
                Arbitraries.longs().between(FIRST_SECOND, LAST_SECOND),
                Arbitraries.integers().between(0, 999_999_999))
            .as(Instant::ofEpochSecond);
    Arbitrary<String> texts = Arbitraries.strings().excludeChars(surrogates()).ofMaxLength(60);
    return Combinators.combine(
            Arbitraries.longs().injectNull(0.1),
            doubles().injectNull(0.1),
            Arbitraries.oneOf(texts, awkward()).injectNull(0.1),
            Arbitraries.of(true, false).injectNull(0.1),
            instants.injectNull(0.1),
            Arbitraries.integers().between(0, 9))
        .as(MySqlAgreesWithJavaTest::row);
  }

  private static Row.Builder row(
      Long whole, Double real, String text, Boolean flag, Instant at, int missing) {
    Row.Builder row = Row.builder(Sample.EVERY);
    Object[] values = {null, whole, real, text, flag, text, at, at, at, at};
    for (int i = 1; i < values.length; i++) {
      if (i != missing) {
        row.set(i, values[i]);
      }
    }
    if (text != null && missing == 5) {
      row.extra(text).vanishedAt(at == null ? Instant.EPOCH : Precision.MICROS.cut(at));
    }
    return row;
  }

  /** Of every magnitude alike. */
  private static Arbitrary<Double> doubles() {
    return Arbitraries.oneOf(
        Arbitraries.longs().map(Double::longBitsToDouble).filter(Double::isFinite),
        Arbitraries.doubles().between(-1e6, 1e6),
        Arbitraries.longs().between(-180_000_000, 180_000_000).map(micro -> micro / 1e6));
  }

  /** What a load, a statement or a comparison might take for something else. */
  private static Arbitrary<String> awkward() {
    return Arbitraries.of(
            "\\", "\t", "\n", "\r", "\0", "N", "'", "\"", ",", "-", "%", "?", " ", "\u001a", "é",
            "東", "😀", "a", "A", "\uFEFF")
        .list()
        .ofMaxSize(12)
        .map(parts -> String.join("", parts));
  }

  private static char[] surrogates() {
    StringBuilder all = new StringBuilder();
    for (char each = Character.MIN_SURROGATE; each <= Character.MAX_SURROGATE; each++) {
      all.append(each);
    }
    return all.toString().toCharArray();
  }
}
