package dev.tidemark.core.snapshot;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a subscriber stands.
 *
 * @param names each snapshot that is taken
 * @param last the last 20 verdicts since it began, the newest first
 * @param receiving what is under way
 */
public record SubscriberStatus(
    Map<String, Standing> names, List<Judged> last, List<Underway> receiving) {

  public SubscriberStatus {
    names = Map.copyOf(names);
    last = List.copyOf(last);
    receiving = List.copyOf(receiving);
  }

  /**
   * One snapshot.
   *
   * @param serving what is served, if anything is
   * @param asOf when that was current for certain: when it was built, or when the newest manifest
   *     of the same content was that was offered since the subscriber began. A publisher whose
   *     source does not change makes such a manifest now and then. When it is offered does not
   *     count, since anybody can repeat what is old; where no signatures are required, whoever may
   *     send is believed
   * @param age since then; never negative. What is ready is measured by it. After a restart it is
   *     that of the file until the publisher asks again
   * @param highest version that was ever here; what is not above it is not taken. One of the served
   *     content that was offered, and so never stored, counts until the subscriber ends
   * @param confirmed when somebody last sent or offered what is served, whatever its age, since the
   *     subscriber began or has rolled back; says that a publisher is there, and not that it is
   *     current
   */
  public record Standing(
      Optional<SignedManifest> serving,
      Optional<Instant> asOf,
      Optional<Duration> age,
      Optional<SnapshotVersion> highest,
      Optional<Instant> confirmed) {}

  /**
   * What was said of something that came.
   *
   * @param snapshot its name; empty if what came was no offer
   * @param version absent if what came was no offer
   * @param bytes of the file that were received
   * @param took from the offer to the verdict
   */
  public record Judged(
      Instant at,
      String peer,
      String snapshot,
      Optional<SnapshotVersion> version,
      Verdict verdict,
      long bytes,
      Duration took) {}

  /**
   * A snapshot on its way in.
   *
   * @param size of its file
   * @param bytes of it that were received since the offer
   */
  public record Underway(
      String peer,
      String snapshot,
      SnapshotVersion version,
      Instant since,
      long size,
      long bytes) {}
}
