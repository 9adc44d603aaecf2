package dev.tidemark.testkit.snapshot.receive;

import dev.tidemark.core.snapshot.SignedManifest;
import dev.tidemark.core.snapshot.SnapshotManifest;
import dev.tidemark.core.snapshot.SnapshotManifest.Provenance;
import dev.tidemark.core.snapshot.SnapshotVersion;
import dev.tidemark.testkit.contract.SampleSnapshot;
import java.time.Instant;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Snapshots whose manifest says something else. */
final class Announced {

  private Announced() {}

  /** With a few bytes, each of which says which version it is. */
  static SampleSnapshot small(long sequence) {
    return SampleSnapshot.of(sequence, SampleSnapshot.noise((int) sequence, 10_000));
  }

  static SampleSnapshot named(SampleSnapshot snapshot, String name) {
    return changed(
        snapshot,
        was ->
            new SnapshotManifest(
                name, was.version(), was.built(), was.size(), was.fileHash(), was.provenance()));
  }

  static SampleSnapshot version(SampleSnapshot snapshot, SnapshotVersion version) {
    return changed(
        snapshot,
        was ->
            new SnapshotManifest(
                was.name(), version, was.built(), was.size(), was.fileHash(), was.provenance()));
  }

  static SampleSnapshot built(SampleSnapshot snapshot, Instant at) {
    return changed(
        snapshot,
        was ->
            new SnapshotManifest(
                was.name(), was.version(), at, was.size(), was.fileHash(), was.provenance()));
  }

  static SampleSnapshot size(SampleSnapshot snapshot, long size) {
    return changed(
        snapshot,
        was ->
            new SnapshotManifest(
                was.name(), was.version(), was.built(), size, was.fileHash(), was.provenance()));
  }

  static SampleSnapshot hash(SampleSnapshot snapshot, String hash) {
    return changed(
        snapshot,
        was ->
            new SnapshotManifest(
                was.name(), was.version(), was.built(), was.size(), hash, was.provenance()));
  }

  /** As it comes by the first version of the protocol. */
  static SampleSnapshot bare(SampleSnapshot snapshot) {
    return changed(
        snapshot,
        was ->
            new SnapshotManifest(
                was.name(),
                was.version(),
                was.built(),
                was.size(),
                was.fileHash(),
                Optional.empty()));
  }

  static SampleSnapshot from(SampleSnapshot snapshot, UnaryOperator<Provenance> other) {
    return changed(
        snapshot,
        was ->
            new SnapshotManifest(
                was.name(),
                was.version(),
                was.built(),
                was.size(),
                was.fileHash(),
                was.provenance().map(other)));
  }

  static SampleSnapshot schema(SampleSnapshot snapshot, String hash) {
    return from(
        snapshot, was -> new Provenance(was.specHash(), hash, was.contentHash(), was.position()));
  }

  static SampleSnapshot content(SampleSnapshot snapshot, String hash) {
    return from(
        snapshot, was -> new Provenance(was.specHash(), was.schemaHash(), hash, was.position()));
  }

  static SampleSnapshot signed(SampleSnapshot snapshot, String key) {
    return snapshot.announced(
        new SignedManifest(
            snapshot.manifest().manifest(),
            Optional.of(new SignedManifest.Signature(key, "00".repeat(64)))));
  }

  private static SampleSnapshot changed(
      SampleSnapshot snapshot, UnaryOperator<SnapshotManifest> change) {
    return snapshot.announced(
        SignedManifest.unsigned(change.apply(snapshot.manifest().manifest())));
  }
}
