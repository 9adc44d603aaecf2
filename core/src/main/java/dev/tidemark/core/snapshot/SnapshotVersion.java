package dev.tidemark.core.snapshot;

/**
 * Which of two snapshots of one name is newer. Versions only grow, and none is used twice.
 *
 * @param epoch when its publisher began to count, as milliseconds of the Unix epoch; 0 for what
 *     came by the first version of the protocol, which has none
 * @param sequence counted up from 1; the version number itself where there is no epoch
 */
public record SnapshotVersion(long epoch, long sequence) implements Comparable<SnapshotVersion> {

  public SnapshotVersion {
    if (epoch < 0 || sequence < 0) {
      throw new IllegalArgumentException(
          "a snapshot version is not negative: " + epoch + "-" + sequence);
    }
  }

  /**
   * From the form of {@link #toString}.
   *
   * @throws IllegalArgumentException if it has another one
   */
  public static SnapshotVersion parse(String text) {
    int dash = text.indexOf('-');
    try {
      return new SnapshotVersion(
          Long.parseLong(text.substring(0, dash)), Long.parseLong(text.substring(dash + 1)));
    } catch (IndexOutOfBoundsException | NumberFormatException e) {
      throw new IllegalArgumentException(
          "expected a snapshot version such as 1764547200000-17, found " + text, e);
    }
  }

  @Override
  public int compareTo(SnapshotVersion other) {
    int byEpoch = Long.compare(epoch, other.epoch);
    return byEpoch != 0 ? byEpoch : Long.compare(sequence, other.sequence);
  }

  /** {@code EPOCH-SEQUENCE}. */
  @Override
  public String toString() {
    return epoch + "-" + sequence;
  }
}
