package dev.tidemark.adapter.quic;

import dev.tidemark.core.TargetUnavailableException;
import dev.tidemark.core.snapshot.Target;
import dev.tidemark.core.snapshot.spi.Delivery;
import dev.tidemark.core.snapshot.spi.Inbox;
import dev.tidemark.core.snapshot.spi.Offer;
import dev.tidemark.core.snapshot.spi.SnapshotTransport;
import java.time.Duration;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Opens with the first push or listener; before that, no native library is loaded for it. */
final class LateTransport implements SnapshotTransport {

  private final Supplier<SnapshotTransport> opening;
  private @Nullable SnapshotTransport transport;
  private boolean closed;

  LateTransport(Supplier<SnapshotTransport> opening) {
    this.opening = opening;
  }

  private synchronized SnapshotTransport open() {
    if (closed) {
      throw new TargetUnavailableException("open the transport of snapshots: it is closed", null);
    }
    if (transport == null) {
      transport = opening.get();
    }
    return transport;
  }

  @Override
  public Delivery push(Target target, Offer offer, Duration patience, LongConsumer progress) {
    return open().push(target, offer, patience, progress);
  }

  @Override
  public Listening listen(Inbox inbox) {
    return open().listen(inbox);
  }

  @Override
  public void close() {
    SnapshotTransport last = end();
    if (last != null) {
      last.close();
    }
  }

  private synchronized @Nullable SnapshotTransport end() {
    closed = true;
    return transport;
  }
}
