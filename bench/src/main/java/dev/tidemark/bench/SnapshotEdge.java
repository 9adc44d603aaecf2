package dev.tidemark.bench;

import dev.tidemark.adapter.quic.CertificatesConfig;
import dev.tidemark.adapter.quic.QuicConfig;
import dev.tidemark.adapter.quic.QuicConfig.Peers;
import dev.tidemark.adapter.quic.QuicModule;
import dev.tidemark.adapter.sqlite.SqliteSnapshotConfig;
import dev.tidemark.adapter.sqlite.SqliteSnapshotModule;
import dev.tidemark.assembly.AmbientModule;
import dev.tidemark.assembly.Application;
import dev.tidemark.assembly.SubscriberListening;
import dev.tidemark.assembly.SubscriberModule;
import dev.tidemark.core.event.Event;
import dev.tidemark.core.event.Listener;
import dev.tidemark.core.snapshot.SnapshotEvent;
import dev.tidemark.core.snapshot.Subscriber;
import dev.tidemark.core.snapshot.SubscriberPolicy;
import dev.tidemark.core.snapshot.spi.SnapshotReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * The side that takes snapshots, in a process of its own. It tells {@code listening} and its
 * address, and for each snapshot that it serves {@code visible} and what a reader sees of it.
 *
 * <p>Arguments: directory, directory of the certificates, names of the snapshots.
 */
final class SnapshotEdge {

  static final String LISTENING = "listening";
  static final String VISIBLE = "visible";
  static final String CERTIFICATE = "edge";

  private SnapshotEdge() {}

  /** Starts it in another process. */
  static Part start(String heap, Path directory, Path certificates, String... names) {
    return Part.start(SnapshotEdge.class, heap, directory, certificates, String.join(",", names));
  }

  public static void main(String[] arguments) throws IOException {
    Path directory = Path.of(arguments[0]);
    QuicConfig quic =
        QuicConfig.mutual(CertificatesConfig.in(Path.of(arguments[1])).identity(CERTIFICATE))
            .listeningAt("127.0.0.1:0")
            .allowing(Peers.named(Set.of(SnapshotOrigin.CERTIFICATE)));
    Telling telling = new Telling();
    try (Application application =
        Application.start(
            new AmbientModule(Clock.systemUTC(), telling),
            new SqliteSnapshotModule(SqliteSnapshotConfig.in(directory)),
            new QuicModule(quic),
            new SubscriberModule(SubscriberPolicy.taking(arguments[2].split(","))))) {
      telling.subscriber.complete(application.get(Subscriber.class));
      Part.tell(LISTENING, application.get(SubscriberListening.class).start());
      Part.awaitClose();
    }
  }

  /** Reads what was installed, and tells it. */
  private static final class Telling implements Listener {

    private final CompletableFuture<Subscriber> subscriber = new CompletableFuture<>();

    @Override
    public void on(Event event) {
      if (event instanceof SnapshotEvent.Installed installed) {
        try (SnapshotReader reader = subscriber.join().read(installed.snapshot())) {
          Part.tell(VISIBLE, SnapshotRows.version(reader));
        }
      }
    }
  }
}
