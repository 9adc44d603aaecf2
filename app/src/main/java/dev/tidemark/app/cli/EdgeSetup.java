package dev.tidemark.app.cli;

import com.google.inject.Module;
import com.google.inject.util.Modules;
import dev.tidemark.adapter.http.HttpOriginModule;
import dev.tidemark.adapter.quic.QuicModule;
import dev.tidemark.adapter.sqlite.SqliteSnapshotConfig;
import dev.tidemark.adapter.sqlite.SqliteSnapshotModule;
import dev.tidemark.app.config.Configuration;
import dev.tidemark.app.config.ConfiguredEdge;
import dev.tidemark.app.config.ConfiguredOrigin;
import dev.tidemark.app.config.EdgeSettings;
import dev.tidemark.app.config.Flags;
import dev.tidemark.app.config.Settings;
import dev.tidemark.assembly.AmbientModule;
import dev.tidemark.assembly.Application;
import dev.tidemark.assembly.SubscriberModule;
import dev.tidemark.core.InvalidConfigurationException;
import dev.tidemark.core.event.Listener;
import java.util.List;

/** The configuration of an edge, and the application that takes snapshots by it. */
record EdgeSetup(Outside outside, Configuration configuration, ConfiguredEdge edge) {

  /**
   * @throws dev.tidemark.core.InvalidInputException with all that is wrong or lacks
   */
  static EdgeSetup of(Outside outside, Flags flags) {
    Configuration configuration = Setup.load(outside, flags).configuration();
    return new EdgeSetup(outside, configuration, ConfiguredEdge.of(configuration));
  }

  /**
   * An application that serves what is there; nothing touches a network yet.
   *
   * @throws InvalidConfigurationException if nothing can be done with the trust store of the origin
   * @throws dev.tidemark.core.AlreadyRunningException if another one takes or builds snapshots in
   *     the directory
   */
  Application open(Listener listener) {
    return Application.start(
        new AmbientModule(outside.clock(), listener),
        snapshots(configuration),
        new QuicModule(edge.quic()),
        new SubscriberModule(edge.policy()),
        origin());
  }

  /** Where snapshots are kept, for the one who takes them: nobody else can meanwhile. */
  static Module snapshots(Configuration configuration) {
    return new SqliteSnapshotModule(
        SqliteSnapshotConfig.in(configuration.get(Settings.DATA))
            .keeping(configuration.get(EdgeSettings.KEEP)));
  }

  private Module origin() {
    try {
      return ConfiguredOrigin.of(configuration)
          .<Module>map(HttpOriginModule::new)
          .orElse(Modules.EMPTY_MODULE);
    } catch (IllegalArgumentException noStore) {
      throw new InvalidConfigurationException(
          "configuration",
          List.of(
              "%s: %s: %s"
                  .formatted(
                      configuration.origin(EdgeSettings.ORIGIN_TRUST_STORE),
                      EdgeSettings.ORIGIN_TRUST_STORE,
                      noStore.getMessage())));
    }
  }

  /** The state beside the snapshots, which is there if somebody has put something into it. */
  State state() {
    return new State(outside, configuration.get(Settings.DATA));
  }
}
