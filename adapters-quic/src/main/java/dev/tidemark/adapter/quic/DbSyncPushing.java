package dev.tidemark.adapter.quic;

import dev.tidemark.core.StorageException;
import dev.tidemark.core.snapshot.Verdict;
import dev.tidemark.core.snapshot.spi.Delivery;
import dev.tidemark.core.snapshot.spi.Offer;
import dev.tidemark.core.snapshot.spi.SnapshotContent;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.quic.QuicChannel;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.function.LongConsumer;
import java.util.zip.GZIPOutputStream;

/** A push to one target by {@code horos-dbsync-v1}, over a connection of its own. */
final class DbSyncPushing {

  /** A target of this version says nothing while it verifies. */
  static final Duration SILENCE = Duration.ofSeconds(60);

  private final Connections connections;
  private final boolean packed;
  private final Address address;
  private final Patience patience;

  DbSyncPushing(Connections connections, boolean packed, Address address, Patience patience) {
    this.connections = connections;
    this.packed = packed;
    this.address = address;
    this.patience = patience;
  }

  /**
   * @throws IOException if no verdict came: its message says why
   */
  Delivery push(Offer offer, LongConsumer progress) throws IOException {
    QuicChannel connection = connections.connect(address);
    boolean told = false;
    try {
      connections.keepAlive(connection);
      Delivery delivery = push(connection, Pushing.open(connection, SILENCE), offer, progress);
      told = true;
      return delivery;
    } finally {
      Listener.close(
          connection,
          told ? 0 : Listener.REFUSED,
          told ? "done" : "the push was given up before its end");
    }
  }

  private Delivery push(QuicChannel connection, Pipe pipe, Offer offer, LongConsumer progress)
      throws IOException {
    patience.watch(pipe);
    // Only the close says something.
    pipe.release();
    Output out = new Output(pipe, progress);
    trySend(pipe, out, offer);
    Broken closed = pipe.awaitBroken();
    return new Delivery(verdict(connection, pipe, closed), Delivery.Way.WHOLE, out.sent);
  }

  private void trySend(Pipe pipe, Output out, Offer offer) throws IOException {
    try {
      send(pipe, out, offer);
      pipe.endOutput();
    } catch (Broken early) {
      // It has refused what it got so far, and says why as it closes.
    }
  }

  private static Verdict verdict(QuicChannel connection, Pipe pipe, Broken closed) throws Broken {
    OptionalInt code = Ending.code(connection);
    if (code.isEmpty()) {
      throw closed;
    }
    if (code.getAsInt() != 0) {
      return new Verdict(Verdict.Code.FAILED, Ending.reason(connection));
    }
    if (!pipe.hasSentAll()) {
      // It ended for a reason of its own, and cannot have the whole file.
      throw new Broken("before all was sent, " + closed.getMessage(), closed);
    }
    return Verdict.of(Verdict.Code.ACCEPTED);
  }

  private void send(Pipe pipe, Output out, Offer offer) throws IOException {
    byte[] meta = DbSync.of(offer.manifest().manifest(), packed).json();
    ByteBuf head = pipe.stream().alloc().buffer(DbSync.MAGIC.length + 4 + meta.length);
    pipe.write(head.writeBytes(DbSync.MAGIC).writeInt(meta.length).writeBytes(meta));
    try (SnapshotContent content = offer.open()) {
      if (packed) {
        try (OutputStream gzip = new GZIPOutputStream(out, Frame.MOST_DATA)) {
          copy(content, gzip);
        }
      } else {
        copy(content, out);
      }
    }
  }

  private static void copy(SnapshotContent content, OutputStream out) throws IOException {
    byte[] piece = new byte[Frame.MOST_DATA];
    long at = 0;
    while (at < content.size()) {
      int length = content.read(ByteBuffer.wrap(piece), at);
      if (length <= 0) {
        throw new StorageException(
            "the snapshot file ended at byte %d, expected %d".formatted(at, content.size()), false);
      }
      out.write(piece, 0, length);
      at += length;
    }
  }

  /** Payload as it is. */
  private static final class Output extends OutputStream {

    private final Pipe pipe;
    private final LongConsumer progress;
    private long sent;

    Output(Pipe pipe, LongConsumer progress) {
      this.pipe = pipe;
      this.progress = progress;
    }

    @Override
    public void write(int value) throws IOException {
      write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      pipe.write(pipe.stream().alloc().buffer(length).writeBytes(bytes, offset, length));
      sent += length;
      progress.accept(sent);
    }
  }
}
