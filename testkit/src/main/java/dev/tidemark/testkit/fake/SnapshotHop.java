package dev.tidemark.testkit.fake;

/**
 * A step of a push in memory.
 *
 * @param from name of who pushes
 * @param endpoint of whom it is pushed to
 * @param bytes of payload that have gone out before it
 */
public record SnapshotHop(String from, String endpoint, Step step, long bytes) {

  /** In their order. */
  public enum Step {
    /** Before anything. */
    CONNECT,
    /** Before the receiver hears of the snapshot. */
    OFFER,
    /** Before each piece of the file. */
    DATA,
    /** All pieces are there, and the receiver does not know that these were all. */
    END,
    /** The receiver has said what became of it, and the sender has not heard it. */
    VERDICT
  }
}
