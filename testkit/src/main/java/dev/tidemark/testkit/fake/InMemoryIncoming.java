package dev.tidemark.testkit.fake;

import dev.tidemark.core.snapshot.SignedManifest;
import dev.tidemark.core.snapshot.SnapshotManifest;
import dev.tidemark.core.snapshot.SnapshotVersion;
import dev.tidemark.core.snapshot.Verdict;
import dev.tidemark.core.snapshot.spi.Incoming;
import dev.tidemark.testkit.contract.SampleSnapshot;
import dev.tidemark.testkit.fake.SnapshotFolder.Generation;
import java.nio.ByteBuffer;
import java.util.Optional;

/** A file that comes into an {@link InMemorySnapshotStore}. */
final class InMemoryIncoming implements Incoming {

  private final SignedManifest announced;
  private final SnapshotManifest manifest;
  private final InMemorySnapshotStore store;
  private final SnapshotFolder folder;
  private final MemoryFile file;
  private boolean isOpen = true;

  InMemoryIncoming(SignedManifest announced, InMemorySnapshotStore store) {
    this.announced = announced;
    this.manifest = announced.manifest();
    this.store = store;
    this.folder = store.disk().folder(manifest.name());
    this.file = folder.create(manifest.fileHash());
    store.opened();
  }

  @Override
  public long length() {
    return file.prefix();
  }

  @Override
  public void write(ByteBuffer bytes, long at) {
    step("write");
    store.disk().fill("write " + manifest.name(), bytes.remaining());
    file.write(bytes, at);
  }

  @Override
  public void copy(SnapshotVersion base) {
    step("copy");
    file.copy(folder.generation(base).bytes(), Math.toIntExact(manifest.size()));
  }

  @Override
  public Verdict install() {
    step("verify");
    byte[] bytes = file.bytes();
    Optional<Verdict> rejection = rejection(bytes);
    if (rejection.isPresent()) {
      return rejection.get();
    }
    step("sync");
    step("rename");
    folder.place(file, manifest.version());
    try {
      step("open");
      store.commit(manifest.name(), new Generation(announced, bytes));
    } catch (RuntimeException failed) {
      displace();
      throw failed;
    }
    return Verdict.of(Verdict.Code.ACCEPTED);
  }

  private void displace() {
    if (store.isAlive()) {
      folder.displace(manifest.version());
    }
  }

  private Optional<Verdict> rejection(byte[] bytes) {
    if (folder.highest().filter(high -> manifest.version().compareTo(high) <= 0).isPresent()) {
      return Optional.of(Verdict.of(Verdict.Code.REJECTED_OLD));
    }
    if (bytes.length != manifest.size()) {
      return Optional.of(
          new Verdict(
              Verdict.Code.REJECTED_SIZE,
              "expected %d bytes, found %d".formatted(manifest.size(), bytes.length)));
    }
    if (!SampleSnapshot.sha256(bytes).equals(manifest.fileHash())) {
      return Optional.of(
          new Verdict(
              Verdict.Code.REJECTED_HASH,
              "expected %s, found %s"
                  .formatted(manifest.fileHash(), SampleSnapshot.sha256(bytes))));
    }
    return store.disk().isSound(bytes)
        ? Optional.empty()
        : Optional.of(new Verdict(Verdict.Code.REJECTED_SCHEMA, "the file is damaged"));
  }

  @Override
  public void suspend() {
    step("suspend");
    if (end()) {
      folder.suspend(file, manifest.fileHash());
    }
  }

  /** A process that has died removes nothing. */
  @Override
  public void close() {
    if (end() && store.isAlive()) {
      folder.remove(file);
    }
  }

  private boolean end() {
    boolean wasOpen = isOpen;
    isOpen = false;
    if (wasOpen) {
      store.closed();
    }
    return wasOpen;
  }

  private void step(String name) {
    store.step(name, manifest.name());
  }
}
