package dev.tidemark.testkit.fake;

import dev.tidemark.core.mirror.RowDigest;
import dev.tidemark.core.mirror.spi.Digest;
import dev.tidemark.core.mirror.spi.Fingerprint;
import dev.tidemark.core.mirror.spi.Hint;
import dev.tidemark.core.mirror.spi.MirrorRows;
import dev.tidemark.core.query.KeyRange;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Row;
import dev.tidemark.testkit.contract.KeyOrder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Looks at what is committed when it is asked. */
final class InMemoryMirrorRows implements MirrorRows {

  private final InMemoryMirror mirror;
  private final EntityType type;

  InMemoryMirrorRows(InMemoryMirror mirror, EntityType type) {
    this.mirror = mirror;
    this.type = type;
  }

  @Override
  public Hint hint() {
    mirror.step("hint " + type);
    Optional<Instant> newest =
        type.version()
            .flatMap(
                version ->
                    rows(KeyRange.ALL)
                        .map(row -> (Instant) row.value(version))
                        .filter(Objects::nonNull)
                        .max(Comparator.naturalOrder()))
            .map(at -> at.truncatedTo(ChronoUnit.MICROS));
    return new Hint(rows(KeyRange.ALL).count(), newest);
  }

  @Override
  public Digest digest(KeyRange range) {
    mirror.step("digest " + type);
    RowDigest digest = RowDigest.of(type);
    return rows(range).map(digest::hash).reduce(Digest.EMPTY, Digest::plus, Digest::plus);
  }

  @Override
  public List<Fingerprint> fingerprints(KeyRange range, int atMost) {
    if (atMost < 1) {
      throw new IllegalArgumentException("expected 1 or more rows, found " + atMost);
    }
    mirror.step("fingerprints " + type);
    RowDigest digest = RowDigest.of(type);
    return rows(range)
        .limit(atMost)
        .map(row -> new Fingerprint(row.key(), digest.hash(row)))
        .toList();
  }

  private Stream<Row> rows(KeyRange range) {
    return InMemoryMirror.table(mirror.contents(), type).rows.values().stream()
        .filter(row -> KeyOrder.isWithin(range, row.key()));
  }
}
