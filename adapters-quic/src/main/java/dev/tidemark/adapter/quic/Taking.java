package dev.tidemark.adapter.quic;

import com.github.luben.zstd.ZstdIOException;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import dev.tidemark.core.snapshot.SnapshotManifest;
import dev.tidemark.core.snapshot.Verdict;
import dev.tidemark.core.snapshot.spi.Inbox;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.Set;

/** The side that takes, once, over one stream of {@code tidemark-sync-2}. */
final class Taking {

  /** The place and the length of a run. */
  static final int RUN_HEAD = 12;

  private static final Set<Frame.Type> FIRST = Set.of(Frame.Type.OFFER);
  private static final Set<Frame.Type> SECOND = Set.of(Frame.Type.WHOLE, Frame.Type.DELTA);

  /** What the other side may make this one remember of what was unpacked: 8 MiB. */
  private static final int WINDOW_LOG = 23;

  private final Pipe pipe;
  private final Frames frames;
  private final Heartbeat heartbeat;
  private final Steps steps;
  private final byte[] piece = new byte[Frame.MOST_DATA];

  Taking(Pipe pipe, Heartbeat heartbeat, Steps steps) {
    this.pipe = pipe;
    this.frames = new Frames(pipe);
    this.heartbeat = heartbeat;
    this.steps = steps;
  }

  /**
   * @throws Breach if what comes is not as it should be
   */
  Verdict run(Inbox inbox, String peer) throws IOException {
    Hello.Offered offered =
        steps.offered(pipe, () -> Hello.Offered.parse(frames.next(FIRST).body()));
    Inbox.Answer answer = heartbeat.during(() -> inbox.offered(offered.manifest(), peer));
    if (answer instanceof Inbox.Answer.Decided decided) {
      return decided.verdict();
    }
    try (Inbox.Reception reception = ((Inbox.Answer.Wanted) answer).reception()) {
      Optional<Verdict> refused = take(offered, reception);
      pipe.check();
      return refused.isPresent() ? refused.get() : heartbeat.during(reception::complete);
    }
  }

  /** The last word, after which nothing that comes is read. */
  void tell(Verdict verdict) throws Broken {
    frames.send(verdict);
    pipe.finish();
  }

  private Optional<Verdict> take(Hello.Offered offered, Inbox.Reception reception)
      throws IOException {
    Hello.Have have = have(offered, reception);
    frames.send(Frame.Type.HAVE, have.body());
    Frame frame = steps.chosen(pipe, () -> frames.next(SECOND));
    SnapshotManifest manifest = offered.manifest().manifest();
    return frame.type() == Frame.Type.WHOLE
        ? takeWhole(Hello.Whole.parse(frame.body()), have, manifest, reception)
        : takeDelta(Hello.Delta.parse(frame.body()), have, manifest, reception);
  }

  private static Hello.Have have(Hello.Offered offered, Inbox.Reception reception) {
    Optional<Hello.Base> base =
        (offered.capabilities() & Hello.DELTA) == 0
            ? Optional.empty()
            : reception
                .base()
                .flatMap(
                    version -> reception.baseHash().map(hash -> new Hello.Base(version, hash)));
    return new Hello.Have(Hello.ZSTD | Hello.DELTA, reception.length(), base);
  }

  private Optional<Verdict> takeWhole(
      Hello.Whole whole, Hello.Have have, SnapshotManifest manifest, Inbox.Reception reception)
      throws IOException {
    if (whole.from() > Math.min(have.length(), manifest.size())) {
      throw new Breach(
          "expected the file from byte %d at most, found %d"
              .formatted(have.length(), whole.from()));
    }
    PayloadInput payload = new PayloadInput(frames);
    try (Stall stall = steps.file(pipe);
        InputStream in = unpacked(payload, whole.packed())) {
      long at = whole.from();
      while (at < manifest.size()) {
        int length = some(in, manifest.size() - at, "the file");
        Optional<Verdict> refused = write(reception, length, at, stall);
        if (refused.isPresent()) {
          return refused;
        }
        at += length;
      }
      end(in, payload, "the file");
      return Optional.empty();
    } catch (ZstdIOException e) {
      throw new Breach("what was packed is damaged: " + e.getMessage());
    }
  }

  private Optional<Verdict> takeDelta(
      Hello.Delta delta, Hello.Have have, SnapshotManifest manifest, Inbox.Reception reception)
      throws IOException {
    if (!have.base().equals(Optional.of(delta.base())) || delta.size() != manifest.size()) {
      throw new Breach("the difference is not to what was said to be here, or not of that size");
    }
    Optional<Verdict> refused = heartbeat.during(() -> reception.begin(delta.base().version()));
    if (refused.isPresent()) {
      return refused;
    }
    PayloadInput payload = new PayloadInput(frames);
    try (Stall stall = steps.file(pipe);
        InputStream in = unpacked(payload, delta.packed())) {
      refused = takeRuns(in, manifest.size(), (length, at) -> write(reception, length, at, stall));
      if (refused.isEmpty()) {
        end(in, payload, "the difference");
      }
      return refused;
    } catch (ZstdIOException e) {
      throw new Breach("what was packed is damaged: " + e.getMessage());
    }
  }

  private Optional<Verdict> takeRuns(InputStream in, long size, Sink sink) throws IOException {
    long at = 0;
    byte[] head = new byte[RUN_HEAD];
    while (true) {
      int got = in.readNBytes(head, 0, RUN_HEAD);
      if (got == 0) {
        return Optional.empty();
      }
      long from = ByteBuffer.wrap(head).getLong();
      int length = ByteBuffer.wrap(head).getInt(8);
      if (got < RUN_HEAD || from < at || length < 1 || from > size - length) {
        throw new Breach(
            "expected a run between %d and %d, found %d bytes at %d"
                .formatted(at, size, length, from));
      }
      at = from;
      while (at < from + length) {
        int some = some(in, from + length - at, "a run");
        Optional<Verdict> refused = sink.write(some, at);
        if (refused.isPresent()) {
          return refused;
        }
        at += some;
      }
    }
  }

  /** Only what makes the file longer is a step: not a sign of life, nor what unpacks to nothing. */
  private Optional<Verdict> write(Inbox.Reception reception, int length, long at, Stall stall) {
    Optional<Verdict> refused =
        heartbeat.during(() -> reception.write(ByteBuffer.wrap(piece, 0, length), at));
    stall.moved(length);
    return refused;
  }

  /** Where a part of the piece goes, if it is not refused. */
  @FunctionalInterface
  private interface Sink {
    Optional<Verdict> write(int length, long at);
  }

  private int some(InputStream in, long missing, String what) throws IOException {
    int length = in.read(piece, 0, (int) Math.min(piece.length, missing));
    if (length < 1) {
      throw new Breach(
          Verdict.Code.REJECTED_SIZE, what + " is shorter than was said, by " + missing + " bytes");
    }
    return length;
  }

  /**
   * However much a few packed bytes may come to, one of it is unpacked to see that it is too much.
   */
  private static void end(InputStream in, PayloadInput payload, String what) throws IOException {
    if (in.read() >= 0 || !payload.isAtEnd()) {
      throw new Breach(Verdict.Code.REJECTED_SIZE, what + " is longer than was said");
    }
  }

  private static InputStream unpacked(PayloadInput payload, boolean packed) throws IOException {
    return packed ? new ZstdInputStreamNoFinalizer(payload).setLongMax(WINDOW_LOG) : payload;
  }
}
