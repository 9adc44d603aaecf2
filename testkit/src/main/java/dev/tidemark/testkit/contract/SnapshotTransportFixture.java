package dev.tidemark.testkit.contract;

import dev.tidemark.core.snapshot.Target;
import dev.tidemark.core.snapshot.spi.SnapshotTransport;

/** How a contract gets at the two ends of a transport that it tests. */
@FunctionalInterface
public interface SnapshotTransportFixture {

  /** Two ends of which nothing is under way yet. The contract closes them. */
  TransportPlace newPlace();

  /** Who pushes, who listens, and the way between them. */
  interface TransportPlace extends AutoCloseable {

    /** Who pushes; closed with the place. */
    SnapshotTransport sender();

    /** As whom a listener knows the sender. */
    String peer();

    /** Who listens; closed with the place. */
    SnapshotTransport receiver();

    /**
     * A way to whoever listens at this address, with the protocol of Tidemark, that {@link #cut}
     * breaks. Both ends find out that it broke within ten seconds.
     */
    Target target(String address);

    /** A way that leads to nobody. Whoever tries it finds out within ten seconds. */
    Target nowhere();

    /**
     * Breaks all connections without a word to either end. New ones work. May be called from an
     * inbox, and from where the progress of a push is told.
     */
    void cut();

    @Override
    void close();
  }
}
