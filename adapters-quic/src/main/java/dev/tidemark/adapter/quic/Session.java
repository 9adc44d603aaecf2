package dev.tidemark.adapter.quic;

import dev.tidemark.core.snapshot.Verdict;
import dev.tidemark.core.snapshot.spi.Inbox;
import io.netty.handler.codec.quic.QuicStreamChannel;
import java.io.IOException;

/** One stream of a peer's, from its begin to the verdict. Whatever goes wrong in it ends in it. */
final class Session {

  static final Verdict BUSY = new Verdict(Verdict.Code.REJECTED_BUSY, "too many pushes at once");

  private final Pipe pipe;
  private final QuicConfig config;
  private final Inbox inbox;
  private final Steps steps;
  private final boolean version1;

  Session(Pipe pipe, QuicConfig config, Inbox inbox, Steps steps) {
    this.pipe = pipe;
    this.config = config;
    this.inbox = inbox;
    this.steps = steps;
    this.version1 = Tls.isVersion1(pipe.stream().parent());
  }

  /** Nothing of it is read; does not block. */
  void turnAway(Verdict verdict) {
    pipe.release();
    QuicStreamChannel stream = pipe.stream();
    if (version1) {
      Listener.close(stream.parent(), Listener.REFUSED, verdict.toString());
    } else {
      stream
          .writeAndFlush(Frames.encode(stream.alloc(), verdict))
          .addListener(QuicStreamChannel.SHUTDOWN_OUTPUT)
          .addListener(done -> stream.shutdownInput(0));
    }
  }

  /**
   * @param peer who is allowed
   * @param over called when a verdict is there, before it is told by the stream: who hears it may
   *     come again at once
   */
  void run(PeerName peer, Runnable over) {
    if (version1) {
      new DbSyncTaking(pipe, config.version1Name().orElseThrow(), steps).run(inbox, peer);
    } else {
      version2(peer, over);
    }
  }

  private void version2(PeerName peer, Runnable over) {
    boolean told = false;
    try (Heartbeat heartbeat = Heartbeat.of(pipe.stream())) {
      Taking taking = new Taking(pipe, heartbeat, steps);
      Verdict verdict = verdict(taking, peer);
      over.run();
      taking.tell(verdict);
      told = true;
    } catch (Broken gone) {
      // Whom it was to be told is not there.
    } finally {
      if (!told) {
        pipe.giveUp();
      }
    }
  }

  private Verdict verdict(Taking taking, PeerName peer) throws Broken {
    try {
      return taking.run(inbox, peer.text());
    } catch (Broken gone) {
      throw gone;
    } catch (Breach breach) {
      return refused(peer, breach.verdict());
    } catch (IOException e) {
      return refused(
          peer, new Verdict(Verdict.Code.REJECTED_PROTOCOL, String.valueOf(e.getMessage())));
    } catch (RuntimeException e) {
      return new Verdict(Verdict.Code.FAILED, String.valueOf(e.getMessage()));
    }
  }

  static Verdict notAllowed(PeerName peer) {
    return new Verdict(
        Verdict.Code.REJECTED_AUTH,
        peer.text() + " is not among those who may send snapshots here");
  }

  private Verdict refused(PeerName peer, Verdict verdict) {
    inbox.refused(peer.text(), verdict);
    return verdict;
  }
}
