package dev.tidemark.adapter.mysql;

import dev.tidemark.core.mirror.spi.Digest;
import dev.tidemark.core.mirror.spi.Fingerprint;
import dev.tidemark.core.mirror.spi.Hint;
import dev.tidemark.core.mirror.spi.MirrorRows;
import dev.tidemark.core.query.KeyRange;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jooq.Query;
import org.jspecify.annotations.Nullable;

/** Reads one table of a mirror to compare it: one bounded statement for each question. */
final class MySqlMirrorRows implements MirrorRows {

  private final Comparisons comparisons;
  private final TypeTable table;

  MySqlMirrorRows(Comparisons comparisons, TypeTable table) {
    this.comparisons = comparisons;
    this.table = table;
  }

  @Override
  public Hint hint() {
    return ask(
        "count",
        DigestSql::hint,
        result -> {
          result.next();
          return new Hint(result.getLong(1), newest(result.getString(2)));
        });
  }

  @Override
  public Digest digest(KeyRange range) {
    return ask(
        "compare",
        sql -> sql.digest(range),
        result -> {
          result.next();
          BigDecimal sum = result.getBigDecimal(2);
          return new Digest(result.getLong(1), sum == null ? 0 : sum.toBigInteger().longValue());
        });
  }

  @Override
  public List<Fingerprint> fingerprints(KeyRange range, int atMost) {
    if (atMost < 1) {
      throw new IllegalArgumentException("at most " + atMost + " fingerprints, expected 1 or more");
    }
    return ask("compare", sql -> sql.fingerprints(range, atMost), this::fingerprints);
  }

  private List<Fingerprint> fingerprints(ResultSet result) throws SQLException {
    Keys keys = new Keys(table);
    int hash = table.type().key().size() + 1;
    List<Fingerprint> fingerprints = new ArrayList<>();
    while (result.next()) {
      fingerprints.add(new Fingerprint(keys.read(result), hash(result.getString(hash))));
    }
    return fingerprints;
  }

  /**
   * The hash of a row that is longer than a packet is null to the server. It counts as 0, here as
   * in every sum, which its true hash is not: so the row differs, and is mended.
   */
  private static long hash(@Nullable String number) {
    return number == null ? 0 : Long.parseUnsignedLong(number);
  }

  private <T> T ask(String verb, Function<DigestSql, Query> query, Comparisons.Reading<T> reading) {
    return comparisons.ask(
        verb + " the rows of table " + table.name(),
        kind -> query.apply(new DigestSql(kind.sql(), table)),
        reading);
  }

  /** Empty as well for what is no time, which others may have put there. */
  private static Optional<Instant> newest(@Nullable String text) {
    try {
      return Optional.ofNullable(text).map(InstantText::parse);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
