package dev.tidemark.core.mirror;

import dev.tidemark.core.mirror.spi.Digest;
import dev.tidemark.core.mirror.spi.Fingerprint;
import dev.tidemark.core.query.KeyRange;
import dev.tidemark.core.query.spi.ReplicaReader;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Row;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * A range whose bounds are keys of the replica, and the replica's rows in it.
 *
 * @param rows in key order
 */
record SourceRange(KeyRange range, List<Fingerprint> rows) {

  /** The next rows of a range: all of it, or so many that it ends with the last of them. */
  static SourceRange read(ReplicaReader reader, EntityType type, KeyRange from, int atMost) {
    RowDigest digest = RowDigest.of(type);
    return reader.read(type, from, rows -> read(rows, from, atMost, digest));
  }

  private static SourceRange read(Iterator<Row> rows, KeyRange from, int atMost, RowDigest digest) {
    List<Fingerprint> read = new ArrayList<>();
    while (read.size() < atMost && rows.hasNext()) {
      Row row = rows.next();
      read.add(new Fingerprint(row.key(), digest.hash(row)));
    }
    boolean isEnd = !rows.hasNext();
    return new SourceRange(isEnd ? from : from.upTo(read.get(read.size() - 1).key()), read);
  }

  Digest digest() {
    Digest sum = Digest.EMPTY;
    for (Fingerprint row : rows) {
      sum = sum.plus(row.hash());
    }
    return sum;
  }

  /** Both halves of the rows; what lies between and around them belongs to one of the two. */
  List<SourceRange> halves() {
    int half = rows.size() / 2;
    Fingerprint middle = rows.get(half - 1);
    return List.of(
        new SourceRange(range.upTo(middle.key()), rows.subList(0, half)),
        new SourceRange(range.after(middle.key()), rows.subList(half, rows.size())));
  }
}
