package dev.tidemark.testkit.fake;

import dev.tidemark.core.snapshot.SnapshotVersion;
import dev.tidemark.core.snapshot.spi.SnapshotContent;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What of a file is sent.
 *
 * @param base over what, if not over nothing
 * @param all in their order
 */
record Pieces(Optional<SnapshotVersion> base, List<Piece> all) {

  private static final int PAGE = 4_096;
  private static final int LARGEST = 16 * PAGE;

  /** Some bytes of a file. */
  record Piece(long at, int length) {

    ByteBuffer read(SnapshotContent file) {
      ByteBuffer bytes = ByteBuffer.allocate(length);
      int more = 1;
      while (bytes.hasRemaining() && more > 0) {
        more = file.read(bytes, at + bytes.position());
      }
      return bytes.flip();
    }
  }

  Pieces {
    all = List.copyOf(all);
  }

  long bytes() {
    return all.stream().mapToLong(Piece::length).sum();
  }

  /** All from here on. */
  static Pieces from(long begin, SnapshotContent file) {
    return new Pieces(Optional.empty(), cut(begin, file.size(), LARGEST));
  }

  /** The pages that are others than in an older file. */
  static Pieces over(SnapshotVersion base, SnapshotContent older, SnapshotContent file) {
    List<Piece> changed =
        cut(0, file.size(), PAGE).stream()
            .filter(page -> !page.read(file).equals(page.read(older)))
            .toList();
    return new Pieces(Optional.of(base), changed);
  }

  private static List<Piece> cut(long begin, long end, int most) {
    List<Piece> pieces = new ArrayList<>();
    for (long at = begin; at < end; at += most) {
      pieces.add(new Piece(at, (int) Math.min(most, end - at)));
    }
    return pieces;
  }
}
