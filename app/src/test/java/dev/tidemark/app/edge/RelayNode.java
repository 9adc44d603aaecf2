package dev.tidemark.app.edge;

import com.google.inject.AbstractModule;
import dev.tidemark.adapter.quic.QuicConfig.Limits;
import dev.tidemark.adapter.quic.QuicModule;
import dev.tidemark.adapter.sqlite.SqliteSnapshotConfig;
import dev.tidemark.adapter.sqlite.SqliteSnapshotModule;
import dev.tidemark.adapter.sqlite.SqliteStateConfig;
import dev.tidemark.adapter.sqlite.SqliteStateModule;
import dev.tidemark.app.state.ApplicationState;
import dev.tidemark.assembly.AmbientModule;
import dev.tidemark.assembly.Application;
import dev.tidemark.assembly.PublisherModule;
import dev.tidemark.assembly.StateModule;
import dev.tidemark.assembly.SubscriberListening;
import dev.tidemark.assembly.SubscriberModule;
import dev.tidemark.core.snapshot.PublishedSnapshot;
import dev.tidemark.core.snapshot.Publisher;
import dev.tidemark.core.snapshot.SignedManifest;
import dev.tidemark.core.snapshot.SubscriberPolicy;
import dev.tidemark.core.snapshot.Target;
import dev.tidemark.core.sync.spi.Leadership;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** An edge of the origin that passes on what it takes, and finds out soon who is dead. */
final class RelayNode implements AutoCloseable {

  final List<Target> targets = new CopyOnWriteArrayList<>();
  final String address;
  private final Application application;

  RelayNode(SnapshotNet net, String name) {
    Path data = net.directory.resolve(name);
    application =
        Application.start(
            new AmbientModule(Clock.systemUTC(), event -> {}),
            new SqliteSnapshotModule(SqliteSnapshotConfig.in(data)),
            new SqliteStateModule(SqliteStateConfig.in(data).sharing()),
            new StateModule(ApplicationState.schema()),
            new QuicModule(EdgeNode.plain(net, name).quic().withLimits(Limits.DEFAULTS)),
            new Leading(),
            new SubscriberModule(SubscriberPolicy.taking("public")),
            new PublisherModule(
                List.of(PublishedSnapshot.relayed("public")),
                stored -> () -> List.copyOf(targets),
                () -> OriginNode.QUICK,
                SignedManifest::unsigned));
    address = application.get(SubscriberListening.class).start();
    application.get(Publisher.class).start();
  }

  private static final class Leading extends AbstractModule {
    @Override
    protected void configure() {
      bind(Leadership.class).toInstance(Leadership.always());
    }
  }

  @Override
  public void close() {
    application.close();
  }
}
