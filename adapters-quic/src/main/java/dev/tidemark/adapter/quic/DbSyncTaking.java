package dev.tidemark.adapter.quic;

import dev.tidemark.core.snapshot.SignedManifest;
import dev.tidemark.core.snapshot.Verdict;
import dev.tidemark.core.snapshot.spi.Inbox;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * The side that takes, by {@code horos-dbsync-v1}. Nothing is ever written back: the connection is
 * closed with code 0 if all is well, else with code 1 and a reason.
 */
final class DbSyncTaking {

  private final Pipe pipe;
  private final InputStream stream;
  private final String name;
  private final Steps steps;
  private final byte[] piece = new byte[Frame.MOST_DATA];

  /**
   * @param name what snapshots are called here that come so
   */
  DbSyncTaking(Pipe pipe, String name, Steps steps) {
    this.pipe = pipe;
    this.stream = new PipeInput(pipe);
    this.name = name;
    this.steps = steps;
  }

  void run(Inbox inbox, PeerName peer) {
    Verdict verdict = Verdict.of(Verdict.Code.FAILED);
    try {
      verdict = verdict(inbox, peer);
    } catch (Broken gone) {
      verdict = new Verdict(Verdict.Code.FAILED, gone.getMessage());
    } finally {
      pipe.release();
      Listener.close(
          pipe.stream().parent(),
          verdict.code().isGood() ? 0 : Listener.REFUSED,
          verdict.code().isGood() ? "done" : verdict.toString());
    }
  }

  private Verdict verdict(Inbox inbox, PeerName peer) throws Broken {
    try {
      return take(inbox, peer);
    } catch (Broken gone) {
      throw gone;
    } catch (Breach breach) {
      return refused(inbox, peer, breach.verdict());
    } catch (ZipException | EOFException damaged) {
      return refused(
          inbox, peer, new Breach("the gzip stream is damaged: " + damaged.getMessage()).verdict());
    } catch (IOException | RuntimeException e) {
      return new Verdict(Verdict.Code.FAILED, String.valueOf(e.getMessage()));
    }
  }

  private static Verdict refused(Inbox inbox, PeerName peer, Verdict verdict) {
    inbox.refused(peer.text(), verdict);
    return verdict;
  }

  private Verdict take(Inbox inbox, PeerName peer) throws IOException {
    DbSync meta = steps.offered(pipe, this::meta);
    SignedManifest manifest = SignedManifest.unsigned(meta.manifest(name));
    Inbox.Answer answer = inbox.offered(manifest, peer.text());
    if (answer instanceof Inbox.Answer.Decided decided) {
      return decided.verdict().code().isGood() ? drained(decided.verdict()) : decided.verdict();
    }
    try (Inbox.Reception reception = ((Inbox.Answer.Wanted) answer).reception()) {
      Optional<Verdict> refused = copy(meta, reception);
      return refused.isPresent() ? refused.get() : reception.complete();
    }
  }

  private DbSync meta() throws IOException {
    ByteBuffer head = ByteBuffer.allocate(DbSync.MAGIC.length + 4);
    pipe.readFully(head);
    if (!Arrays.equals(
        head.array(), 0, DbSync.MAGIC.length, DbSync.MAGIC, 0, DbSync.MAGIC.length)) {
      throw new Breach("expected SYN1 at the begin");
    }
    int length = head.getInt(DbSync.MAGIC.length);
    if (length < 0 || length > DbSync.MOST_META) {
      throw new Breach(
          "expected no more than %d bytes of metadata, found %d"
              .formatted(DbSync.MOST_META, length & 0xffff_ffffL));
    }
    ByteBuffer json = ByteBuffer.allocate(length);
    pipe.readFully(json);
    return DbSync.parse(json.array());
  }

  private Optional<Verdict> copy(DbSync meta, Inbox.Reception reception) throws IOException {
    try (Stall stall = steps.file(pipe);
        InputStream in = meta.compressed() ? new Gunzip(stream) : stream) {
      return copy(in, meta.size(), reception, stall);
    }
  }

  private Optional<Verdict> copy(InputStream in, long size, Inbox.Reception reception, Stall stall)
      throws IOException {
    long at = 0;
    while (at < size) {
      int length = in.read(piece, 0, (int) Math.min(piece.length, size - at));
      if (length < 1) {
        throw new Breach(
            Verdict.Code.REJECTED_SIZE, "the file has %d bytes, expected %d".formatted(at, size));
      }
      Optional<Verdict> refused = reception.write(ByteBuffer.wrap(piece, 0, length), at);
      if (refused.isPresent()) {
        return refused;
      }
      stall.moved(length);
      at += length;
    }
    if (isMore(in) || isMore(stream) || in instanceof Gunzip gzip && gzip.isTrailed()) {
      throw new Breach(Verdict.Code.REJECTED_SIZE, "the file is longer than " + size + " bytes");
    }
    return Optional.empty();
  }

  /** A sender of this version waits a moment for its data to arrive, and then closes all. */
  private boolean isMore(InputStream in) throws IOException {
    try {
      return in.read() >= 0;
    } catch (Broken gone) {
      if (Ending.code(pipe.stream().parent()).orElse(-1) == 0) {
        return false;
      }
      throw gone;
    }
  }

  /** The sender would take an early end for a failure. */
  private Verdict drained(Verdict verdict) throws IOException {
    try (Stall stall = steps.file(pipe)) {
      long left = DbSync.MOST_SIZE;
      int length = 0;
      while (length >= 0 && left > 0) {
        length = stream.read(piece, 0, piece.length);
        left -= length;
        stall.moved(length);
      }
      return verdict;
    }
  }

  /** Knows what the one of Java does not tell: whether something was behind the end. */
  private static final class Gunzip extends GZIPInputStream {

    /** The checksum and the length, which the inflater does not take. */
    private static final int TRAILER = 8;

    Gunzip(InputStream in) throws IOException {
      super(in, Frame.MOST_DATA);
    }

    boolean isTrailed() {
      return inf.getRemaining() > TRAILER;
    }
  }
}
