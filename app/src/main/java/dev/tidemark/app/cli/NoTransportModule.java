package dev.tidemark.app.cli;

import com.google.inject.AbstractModule;
import dev.tidemark.core.snapshot.Target;
import dev.tidemark.core.snapshot.spi.Delivery;
import dev.tidemark.core.snapshot.spi.Inbox;
import dev.tidemark.core.snapshot.spi.Offer;
import dev.tidemark.core.snapshot.spi.SnapshotTransport;
import java.time.Duration;
import java.util.function.LongConsumer;

/** For those who look at how delivery stands, and deliver nothing. */
final class NoTransportModule extends AbstractModule {

  @Override
  protected void configure() {
    bind(SnapshotTransport.class).toInstance(new NoTransport());
  }

  private static final class NoTransport implements SnapshotTransport {

    @Override
    public Delivery push(Target target, Offer offer, Duration patience, LongConsumer progress) {
      throw new IllegalStateException("whoever looks pushes nothing");
    }

    @Override
    public Listening listen(Inbox inbox) {
      throw new IllegalStateException("whoever looks takes nothing");
    }

    @Override
    public void close() {
      // There is nothing.
    }
  }
}
