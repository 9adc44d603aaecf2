package dev.tidemark.testkit.contract;

import dev.tidemark.core.snapshot.SignedManifest;
import dev.tidemark.core.snapshot.SnapshotVersion;
import dev.tidemark.core.snapshot.Verdict;
import dev.tidemark.core.snapshot.spi.Inbox;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Takes what comes, and says what a test has told it to. Safe for use by many threads.
 *
 * @see Exchange
 */
final class SampleInbox implements Inbox {

  private final List<Incoming> receptions = new CopyOnWriteArrayList<>();
  private final List<SignedManifest> offers = new CopyOnWriteArrayList<>();
  private final List<String> peers = new CopyOnWriteArrayList<>();
  private volatile Function<SignedManifest, Optional<Verdict>> decision = offer -> Optional.empty();
  private volatile Function<SnapshotVersion, Optional<Verdict>> beginning =
      base -> Optional.empty();
  private volatile Function<Incoming, Optional<Verdict>> writing = so -> Optional.empty();
  private volatile Function<Incoming, Verdict> verdict = so -> Verdict.of(Verdict.Code.ACCEPTED);
  private volatile @Nullable SampleSnapshot base;
  private volatile byte[] kept = new byte[0];

  /** What is said to an offer; empty to take it. */
  void decide(Function<SignedManifest, Optional<Verdict>> saying) {
    decision = saying;
  }

  /** What is said to changes of a base. */
  void begin(Function<SnapshotVersion, Optional<Verdict>> saying) {
    beginning = saying;
  }

  /** What is said to each piece, when it is there. */
  void write(Function<Incoming, Optional<Verdict>> saying) {
    writing = saying;
  }

  /** What is said to the whole. */
  void complete(Function<Incoming, Verdict> saying) {
    verdict = saying;
  }

  /** What is served here. */
  void serve(SampleSnapshot snapshot) {
    base = snapshot;
  }

  /** What was left of an earlier try. */
  void keep(byte[] prefix) {
    kept = prefix.clone();
  }

  @Override
  public Answer offered(SignedManifest manifest, String peer) {
    offers.add(manifest);
    peers.add(peer);
    Optional<Verdict> decided = decision.apply(manifest);
    if (decided.isPresent()) {
      return new Answer.Decided(decided.get());
    }
    Incoming reception = new Incoming((int) manifest.manifest().size(), kept);
    receptions.add(reception);
    return new Answer.Wanted(reception);
  }

  @Override
  public void refused(String peer, Verdict why) {
    throw new IllegalStateException(peer + " was refused: " + why);
  }

  List<SignedManifest> offers() {
    return List.copyOf(offers);
  }

  List<String> peers() {
    return List.copyOf(peers);
  }

  List<Incoming> receptions() {
    return List.copyOf(receptions);
  }

  /** The only one. */
  Incoming reception() {
    if (receptions.size() != 1) {
      throw new AssertionError("expected one reception, found " + receptions.size());
    }
    return receptions.get(0);
  }

  /** Returns when all that came is closed. */
  void awaitClosed() throws Exception {
    for (Incoming reception : receptions) {
      reception.closed.get(Exchange.LONG, TimeUnit.SECONDS);
    }
  }

  /** One file on its way in. */
  final class Incoming implements Reception {

    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    private final byte[] prefix;
    private byte[] bytes;
    private long received;
    private long first = Long.MAX_VALUE;
    private boolean isDelta;
    private boolean isComplete;

    private Incoming(int size, byte[] prefix) {
      this.prefix = prefix;
      this.bytes = Arrays.copyOf(prefix, size);
    }

    @Override
    public Optional<SnapshotVersion> base() {
      return Optional.ofNullable(base).map(SampleSnapshot::version);
    }

    @Override
    public Optional<String> baseHash() {
      return Optional.ofNullable(base).map(all -> all.manifest().manifest().fileHash());
    }

    @Override
    public long length() {
      return prefix.length;
    }

    @Override
    public synchronized Optional<Verdict> begin(SnapshotVersion version) {
      mustBeOpen("begin");
      isDelta = true;
      bytes = Arrays.copyOf(Optional.ofNullable(base).orElseThrow().bytes(), bytes.length);
      return beginning.apply(version);
    }

    @Override
    public synchronized Optional<Verdict> write(ByteBuffer from, long at) {
      mustBeOpen("write");
      first = Math.min(first, at);
      received += from.remaining();
      from.get(bytes, Math.toIntExact(at), from.remaining());
      return writing.apply(this);
    }

    @Override
    public synchronized Verdict complete() {
      mustBeOpen("complete");
      isComplete = true;
      return verdict.apply(this);
    }

    @Override
    public void close() {
      closed.complete(null);
    }

    private void mustBeOpen(String attempted) {
      if (closed.isDone() || isComplete) {
        throw new IllegalStateException(attempted + ": it has ended");
      }
    }

    synchronized byte[] bytes() {
      return bytes.clone();
    }

    synchronized long received() {
      return received;
    }

    /** The lowest place that was written to. */
    synchronized long first() {
      return first;
    }

    synchronized boolean isDelta() {
      return isDelta;
    }

    synchronized boolean isComplete() {
      return isComplete;
    }
  }
}
