package dev.tidemark.testkit.fake;

import dev.tidemark.core.NotFoundException;
import dev.tidemark.core.snapshot.SignedManifest;
import dev.tidemark.core.snapshot.SnapshotVersion;
import dev.tidemark.core.snapshot.spi.Incoming;
import dev.tidemark.core.snapshot.spi.SnapshotContent;
import dev.tidemark.core.snapshot.spi.SnapshotReader;
import dev.tidemark.core.snapshot.spi.SnapshotShelf;
import dev.tidemark.testkit.fake.SnapshotFolder.Generation;
import java.util.List;
import java.util.Optional;

/** One snapshot of an {@link InMemorySnapshotStore}. */
final class InMemorySnapshotShelf implements SnapshotShelf {

  private final String name;
  private final InMemorySnapshotStore store;
  private final SnapshotFolder folder;

  InMemorySnapshotShelf(String name, InMemorySnapshotStore store) {
    this.name = name;
    this.store = store;
    this.folder = store.disk().folder(name);
  }

  @Override
  public List<SignedManifest> generations() {
    return folder.manifests();
  }

  @Override
  public Optional<SignedManifest> serving() {
    return folder.serving().map(Generation::manifest);
  }

  @Override
  public Optional<SnapshotVersion> highest() {
    return folder.highest();
  }

  @Override
  public void raise(SnapshotVersion version) {
    store.step("raise", name);
    if (folder.highest().isEmpty()) {
      throw new NotFoundException("raise the version of " + name + ": there is none yet");
    }
    folder.raise(version);
  }

  @Override
  public SnapshotContent open(SnapshotVersion version) {
    store.step("content", name);
    Generation generation = folder.generation(version);
    store.opened();
    return new MemoryContent(generation.bytes(), store::closed);
  }

  @Override
  public Incoming receive(SignedManifest announced) {
    store.step("receive", name);
    store.disk().mustHaveRoom("receive " + name, announced.manifest().size());
    return new InMemoryIncoming(announced, store);
  }

  @Override
  public SnapshotReader read() {
    store.step("read", name);
    Generation served =
        folder
            .serving()
            .orElseThrow(() -> new NotFoundException("read " + name + ": there is none yet"));
    return new InMemorySnapshotReader(served, store);
  }

  @Override
  public SignedManifest rollBack() {
    Generation older = folder.older();
    store.step("roll back", name);
    folder.serve(older);
    return older.manifest();
  }
}
