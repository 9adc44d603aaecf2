package dev.tidemark.testkit.contract;

import dev.tidemark.core.snapshot.spi.Inbox;
import dev.tidemark.core.snapshot.spi.Offer;
import dev.tidemark.core.snapshot.spi.SnapshotTransport;

/**
 * The whole contract of a transport that carries snapshots. An adapter's test class implements it
 * and hands out fresh {@linkplain SnapshotTransportFixture.TransportPlace places}.
 */
@Covers({
  SnapshotTransport.class,
  SnapshotTransport.Listening.class,
  Offer.class,
  Inbox.class,
  Inbox.Reception.class
})
public interface SnapshotTransportContract extends SnapshotPushContract, SnapshotLossContract {}
