package dev.tidemark.core.snapshot;

import dev.tidemark.core.snapshot.SnapshotManifest.Provenance;
import dev.tidemark.core.snapshot.SubscriberPolicy.Terms;
import dev.tidemark.core.snapshot.Verdict.Code;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Looks at an offer, without regard to what is here already: first who sends it, then what it is.
 */
final class Screening {

  private final SubscriberPolicy policy;
  private final Clock clock;

  Screening(SubscriberPolicy policy, Clock clock) {
    this.policy = policy;
    this.clock = clock;
  }

  /** Why this peer may not send this, if so: nothing that it says of the file is looked at. */
  Optional<Verdict> ofSender(SignedManifest offer, String peer) {
    SnapshotManifest manifest = offer.manifest();
    Terms terms = policy.names().get(manifest.name());
    if (terms == null) {
      return rejected(Code.REJECTED_AUTH, "no snapshot of this name is taken here");
    }
    if (!terms.peers().isEmpty() && !terms.peers().contains(peer)) {
      return rejected(
          Code.REJECTED_AUTH, "%s is not taken from %s".formatted(manifest.name(), peer));
    }
    return policy.trust().objection(offer).map(why -> new Verdict(Code.REJECTED_AUTH, why));
  }

  /** Why such a file is not taken, if so. The name is one that is taken. */
  Optional<Verdict> ofFile(SnapshotManifest manifest) {
    Terms terms = Optional.ofNullable(policy.names().get(manifest.name())).orElseThrow();
    return Stream.<Supplier<Optional<Verdict>>>of(
            () -> form(manifest),
            () -> terms.schemaHash().flatMap(expected -> schema(manifest, expected)),
            () -> size(manifest, terms))
        .map(Supplier::get)
        .flatMap(Optional::stream)
        .findFirst();
  }

  /**
   * Why nothing could ever be newer, if so: whoever takes the version of a time to come refuses all
   * others until then. Looked at before the version is remembered in any way.
   */
  Optional<Verdict> ofEpoch(SnapshotManifest manifest) {
    Terms terms = Optional.ofNullable(policy.names().get(manifest.name())).orElseThrow();
    Instant now = clock.instant();
    return begun(manifest.version()).isAfter(now.plus(terms.skew()))
        ? rejected(
            Code.REJECTED_OLD,
            "version %s is from the future: here it is %d, and more than %s before it; look at the clocks"
                .formatted(manifest.version(), now.toEpochMilli(), terms.skew()))
        : Optional.empty();
  }

  /** The older protocol has versions without an epoch, and a time in the place of a sequence. */
  private static Instant begun(SnapshotVersion version) {
    return Instant.ofEpochMilli(version.epoch() == 0 ? version.sequence() : version.epoch());
  }

  /** Why it was not built at a time that is right, if so. */
  Optional<Verdict> ofAge(SnapshotManifest manifest) {
    Terms terms = Optional.ofNullable(policy.names().get(manifest.name())).orElseThrow();
    Instant now = clock.instant();
    Instant built = manifest.built();
    if (built.isAfter(now.plus(terms.skew()))) {
      return rejected(
          Code.REJECTED_OLD,
          "built at %s, and here it is %s: more than %s in the future; look at the clocks"
              .formatted(built, now, terms.skew()));
    }
    boolean isOld = !terms.maxAge().isZero() && built.isBefore(now.minus(terms.maxAge()));
    return isOld
        ? rejected(
            Code.REJECTED_OLD,
            "built at %s, and here it is %s: more than %s ago"
                .formatted(built, now, terms.maxAge()))
        : Optional.empty();
  }

  private static Optional<Verdict> form(SnapshotManifest manifest) {
    boolean hashes =
        Sha256.isHash(manifest.fileHash())
            && manifest.provenance().stream()
                .flatMap(from -> Stream.of(from.specHash(), from.schemaHash(), from.contentHash()))
                .allMatch(Sha256::isHash);
    return hashes
        ? Optional.empty()
        : rejected(Code.REJECTED_PROTOCOL, "expected hashes of 64 hex digits in small letters");
  }

  private static Optional<Verdict> schema(SnapshotManifest manifest, String expected) {
    String found = manifest.provenance().map(Provenance::schemaHash).orElse("none");
    return found.equals(expected)
        ? Optional.empty()
        : rejected(
            Code.REJECTED_SCHEMA,
            "expected tables and columns of %s, found %s".formatted(expected, found));
  }

  private static Optional<Verdict> size(SnapshotManifest manifest, Terms terms) {
    return manifest.size() >= 0 && manifest.size() <= terms.maxSize()
        ? Optional.empty()
        : rejected(
            Code.REJECTED_SIZE,
            "expected up to %d bytes, found %d".formatted(terms.maxSize(), manifest.size()));
  }

  private static Optional<Verdict> rejected(Code code, String why) {
    return Optional.of(new Verdict(code, why));
  }
}
