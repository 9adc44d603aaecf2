package dev.tidemark.app.cli;

import com.google.inject.AbstractModule;
import dev.tidemark.core.StorageException;
import dev.tidemark.core.TargetUnavailableException;
import dev.tidemark.core.snapshot.Target;
import dev.tidemark.core.snapshot.spi.Delivery;
import dev.tidemark.core.snapshot.spi.Inbox;
import dev.tidemark.core.snapshot.spi.Offer;
import dev.tidemark.core.snapshot.spi.SnapshotTransport;
import java.time.Duration;
import java.util.function.LongConsumer;

/** For a node that cannot say who it is: it reaches nobody, and says what is missing. */
final class UncertifiedModule extends AbstractModule {

  private static final String HOW_TO =
      "this node has no certificate: quic.certificate, quic.key and quic.ca name one, and certs init"
          + " makes some for trying it out";

  @Override
  protected void configure() {
    bind(SnapshotTransport.class).toInstance(new Uncertified());
  }

  private static final class Uncertified implements SnapshotTransport {

    @Override
    public Delivery push(Target target, Offer offer, Duration patience, LongConsumer progress) {
      throw new TargetUnavailableException(
          "push %s to %s: %s".formatted(target.snapshot(), target.name(), HOW_TO), null);
    }

    @Override
    public Listening listen(Inbox inbox) {
      throw new StorageException("take snapshots: " + HOW_TO, false);
    }

    @Override
    public void close() {
      // There is nothing.
    }
  }
}
