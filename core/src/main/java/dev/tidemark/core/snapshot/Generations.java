package dev.tidemark.core.snapshot;

import dev.tidemark.core.NotFoundException;
import dev.tidemark.core.snapshot.Versions.Reserved;
import dev.tidemark.core.snapshot.spi.Built;
import dev.tidemark.core.snapshot.spi.Offer;
import dev.tidemark.core.snapshot.spi.SnapshotShelf;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.OptionalLong;

/** Where the generations of one snapshot come from. */
final class Generations {

  private final Publishing publishing;
  private final PublishedSnapshot snapshot;

  Generations(Publishing publishing, PublishedSnapshot snapshot) {
    this.publishing = publishing;
    this.snapshot = snapshot;
  }

  /** A generation that may be offered, and how it was built if it just was. */
  record Generation(Offer offer, Optional<Built> built) {}

  /**
   * Builds the next one, or looks for what is to be passed on.
   *
   * @param anew whether a generation of the same content is not as good as a new one
   */
  Optional<Generation> next(boolean anew) {
    return snapshot.plan().isPresent()
        ? Optional.of(built(snapshot.plan().get(), anew))
        : last().map(offer -> new Generation(offer, Optional.empty()));
  }

  private Generation built(SnapshotPlan plan, boolean anew) {
    Reserved reserved = publishing.versions().reserve(snapshot.name(), shelf().highest());
    Instant begun = publishing.now();
    Stamp stamp = new Stamp(reserved.version(), begun.truncatedTo(ChronoUnit.MILLIS));
    Instant oldest = anew ? Instant.MAX : publishing.oldest(stamp.built());
    Built built = publishing.ports().store().build(plan, stamp, oldest);
    if (built.way() == Built.Way.UNCHANGED) {
      publishing.versions().giveBack(reserved);
    }
    publishing.tell(
        new SnapshotEvent.BuildEnded(
            snapshot.name(), built, Spent.between(begun, publishing.now())));
    return new Generation(signed(built.manifest()), Optional.of(built));
  }

  private Offer signed(SnapshotManifest manifest) {
    return new ShelvedOffer(publishing.ports().signer().apply(manifest), shelf());
  }

  /**
   * What is there already: what is served, to be passed on; or the newest that was built by the
   * present plan. One that allowed more is not shown to anybody again.
   */
  Optional<Offer> last() {
    return onShelf()
        .map(
            found ->
                snapshot.plan().isPresent()
                    ? signed(found.manifest())
                    : new ShelvedOffer(found, shelf()));
  }

  /** As it is on the shelf. What is passed on is what is served here, after a roll back, too. */
  Optional<SignedManifest> onShelf() {
    return snapshot.plan().map(plan -> newest(plan.specHash())).orElseGet(() -> shelf().serving());
  }

  private Optional<SignedManifest> newest(String specHash) {
    return shelf().generations().stream()
        .filter(
            found ->
                found
                    .manifest()
                    .provenance()
                    .filter(made -> made.specHash().equals(specHash))
                    .isPresent())
        .findFirst();
  }

  /**
   * What must be there.
   *
   * @throws NotFoundException if it is not
   */
  Generation required(boolean anew) {
    return next(anew)
        .orElseThrow(
            () ->
                new NotFoundException(
                    "publish snapshot %s: none was taken yet that could be passed on"
                        .formatted(snapshot.name())));
  }

  /** The next one is of an epoch of its own. */
  void beginAnew() {
    publishing.versions().beginAnew(snapshot.name());
  }

  /**
   * Whether it was built here, before the epoch began that is counted in. Others may have had newer
   * ones meanwhile; a generation of the present epoch is above theirs.
   */
  boolean isOfBefore(SnapshotVersion version) {
    OptionalLong epoch = publishing.versions().epoch(snapshot.name());
    return snapshot.plan().isPresent() && epoch.isPresent() && version.epoch() < epoch.getAsLong();
  }

  private SnapshotShelf shelf() {
    return publishing.ports().store().shelf(snapshot.name());
  }
}
