package dev.tidemark.adapter.quic;

import dev.tidemark.core.snapshot.SignedManifest;
import dev.tidemark.core.snapshot.SnapshotVersion;
import dev.tidemark.core.snapshot.Verdict;
import dev.tidemark.core.snapshot.spi.Inbox;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Takes what comes into memory, if the hash is right. */
final class TestInbox implements Inbox {

  private static final long LARGEST = 80L << 20;

  final List<String> peers = new CopyOnWriteArrayList<>();
  final List<SignedManifest> offered = new CopyOnWriteArrayList<>();
  final List<byte[]> taken = new CopyOnWriteArrayList<>();
  final List<Verdict> refusals = new CopyOnWriteArrayList<>();
  final AtomicInteger open = new AtomicInteger();
  final AtomicInteger begun = new AtomicInteger();

  volatile Optional<Verdict> decision = Optional.empty();
  volatile Optional<SnapshotVersion> base = Optional.empty();
  volatile byte[] baseBytes = new byte[0];
  volatile byte[] partial = new byte[0];
  volatile Writes writes = at -> Optional.empty();
  volatile Runnable completing = () -> {};

  /** Says what becomes of a write. */
  @FunctionalInterface
  interface Writes {
    Optional<Verdict> at(long position);
  }

  void serve(SnapshotVersion version, Content content) {
    base = Optional.of(version);
    baseBytes = content.bytes();
  }

  @Override
  public Answer offered(SignedManifest manifest, String peer) {
    peers.add(peer);
    offered.add(manifest);
    if (manifest.manifest().size() > LARGEST) {
      return new Answer.Decided(Verdict.of(Verdict.Code.REJECTED_SIZE));
    }
    return decision.<Answer>map(Answer.Decided::new).orElseGet(() -> wanted(manifest));
  }

  private Answer wanted(SignedManifest manifest) {
    open.incrementAndGet();
    return new Answer.Wanted(new Taken(manifest));
  }

  @Override
  public void refused(String peer, Verdict verdict) {
    refusals.add(verdict);
  }

  private final class Taken implements Reception {

    private final SignedManifest manifest;
    private byte[] bytes;
    private boolean closed;

    Taken(SignedManifest manifest) {
      this.manifest = manifest;
      this.bytes = new byte[Math.toIntExact(manifest.manifest().size())];
      System.arraycopy(partial, 0, bytes, 0, partial.length);
    }

    @Override
    public Optional<SnapshotVersion> base() {
      return base;
    }

    @Override
    public Optional<String> baseHash() {
      return base.map(version -> TestOffer.sha256(baseBytes));
    }

    @Override
    public long length() {
      return partial.length;
    }

    @Override
    public Optional<Verdict> begin(SnapshotVersion version) {
      begun.incrementAndGet();
      System.arraycopy(baseBytes, 0, bytes, 0, Math.min(bytes.length, baseBytes.length));
      return Optional.empty();
    }

    @Override
    public Optional<Verdict> write(ByteBuffer piece, long at) {
      Optional<Verdict> refused = writes.at(at);
      if (refused.isEmpty()) {
        piece.get(bytes, (int) at, piece.remaining());
      }
      return refused;
    }

    @Override
    public Verdict complete() {
      completing.run();
      String hash = TestOffer.sha256(bytes);
      if (!hash.equals(manifest.manifest().fileHash())) {
        return new Verdict(Verdict.Code.REJECTED_HASH, "found " + hash);
      }
      taken.add(bytes);
      return Verdict.of(Verdict.Code.ACCEPTED);
    }

    @Override
    public void close() {
      if (!closed) {
        closed = true;
        bytes = new byte[0];
        open.decrementAndGet();
      }
    }
  }
}
