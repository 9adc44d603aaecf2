package dev.tidemark.testkit.snapshot.publish;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tidemark.core.snapshot.SignedManifest;
import dev.tidemark.core.snapshot.SnapshotVersion;
import dev.tidemark.core.snapshot.Verdict;
import dev.tidemark.core.snapshot.Verdict.Code;
import dev.tidemark.core.snapshot.spi.Inbox;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;

/** Takes what is newer than what it has, unless a test says otherwise. */
final class Edge implements Inbox {

  private final List<SnapshotVersion> offers = new CopyOnWriteArrayList<>();
  private final List<SignedManifest> taken = new CopyOnWriteArrayList<>();
  private final AtomicReference<Optional<Verdict>> saying = new AtomicReference<>(Optional.empty());
  private final AtomicReference<Optional<Verdict>> spoiling =
      new AtomicReference<>(Optional.empty());
  private volatile Optional<SignedManifest> serving = Optional.empty();
  private volatile String content = "";

  /** To every offer from now on. */
  void says(Verdict verdict) {
    saying.set(Optional.of(verdict));
  }

  /** To every file from now on, when all of it is here. */
  void spoils(Verdict verdict) {
    spoiling.set(Optional.of(verdict));
  }

  void saysWhatItThinks() {
    spoiling.set(Optional.empty());
    saying.set(Optional.empty());
  }

  /** Somebody has removed all that it had. */
  void forget() {
    serving = Optional.empty();
    content = "";
  }

  String content() {
    return content;
  }

  Optional<SignedManifest> serving() {
    return serving;
  }

  /** Whatever it was greeted with, in order. */
  List<SnapshotVersion> offers() {
    return List.copyOf(offers);
  }

  /** What it took, in order. */
  List<SignedManifest> taken() {
    return List.copyOf(taken);
  }

  /** The versions of what it took, in order. */
  List<SnapshotVersion> accepted() {
    return taken.stream().map(each -> each.manifest().version()).toList();
  }

  @Override
  public Answer offered(SignedManifest offer, String peer) {
    SnapshotVersion version = offer.manifest().version();
    offers.add(version);
    return saying
        .get()
        .or(() -> serving.flatMap(here -> objection(offer, here)))
        .<Answer>map(Answer.Decided::new)
        .orElseGet(() -> new Answer.Wanted(new Taking(offer)));
  }

  private static Optional<Verdict> objection(SignedManifest offer, SignedManifest here) {
    if (offer.manifest().identity().equals(here.manifest().identity())) {
      return Optional.of(Verdict.of(Code.ALREADY_HAVE));
    }
    boolean isNewer = offer.manifest().version().compareTo(here.manifest().version()) > 0;
    return isNewer
        ? Optional.empty()
        : Optional.of(
            new Verdict(Code.REJECTED_OLD, here.manifest().version() + " was taken before"));
  }

  @Override
  public void refused(String peer, Verdict verdict) {
    throw new AssertionError(peer + ": " + verdict);
  }

  private final class Taking implements Reception {

    private final List<Byte> bytes = new ArrayList<>();
    private final SignedManifest offer;

    Taking(SignedManifest offer) {
      this.offer = offer;
    }

    @Override
    public Optional<SnapshotVersion> base() {
      return Optional.empty();
    }

    @Override
    public Optional<String> baseHash() {
      return Optional.empty();
    }

    @Override
    public long length() {
      return 0;
    }

    @Override
    public Optional<Verdict> begin(SnapshotVersion base) {
      throw new AssertionError("there is no base " + base);
    }

    @Override
    public Optional<Verdict> write(ByteBuffer from, long at) {
      while (from.hasRemaining()) {
        bytes.add(from.get());
      }
      return Optional.empty();
    }

    @Override
    public Verdict complete() {
      if (spoiling.get().isPresent()) {
        return spoiling.get().get();
      }
      byte[] all = new byte[bytes.size()];
      for (int i = 0; i < all.length; i++) {
        all[i] = bytes.get(i);
      }
      taken.add(offer);
      serving = Optional.of(offer);
      content = new String(all, UTF_8); // the last, for which tests wait
      return Verdict.of(Code.ACCEPTED);
    }

    @Override
    public void close() {
      // Nothing is kept of it.
    }
  }
}
