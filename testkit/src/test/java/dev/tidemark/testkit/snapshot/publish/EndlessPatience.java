package dev.tidemark.testkit.snapshot.publish;

import dev.tidemark.core.snapshot.Target;
import dev.tidemark.core.snapshot.spi.Delivery;
import dev.tidemark.core.snapshot.spi.Inbox;
import dev.tidemark.core.snapshot.spi.Offer;
import dev.tidemark.core.snapshot.spi.SnapshotTransport;
import java.time.Duration;
import java.util.function.LongConsumer;

/** A transport that waits for as long as nobody interrupts it. */
record EndlessPatience(SnapshotTransport transport) implements SnapshotTransport {

  @Override
  public Delivery push(Target target, Offer offer, Duration patience, LongConsumer progress) {
    return transport.push(target, offer, Duration.ofHours(1), progress);
  }

  @Override
  public Listening listen(Inbox inbox) {
    return transport.listen(inbox);
  }

  @Override
  public void close() {
    transport.close();
  }
}
