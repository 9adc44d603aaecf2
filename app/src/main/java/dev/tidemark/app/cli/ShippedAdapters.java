package dev.tidemark.app.cli;

import com.google.inject.Module;
import com.google.inject.util.Modules;
import dev.tidemark.adapter.http.HttpUpstreamConfig;
import dev.tidemark.adapter.http.HttpUpstreamModule;
import dev.tidemark.adapter.mysql.MySqlLeadershipModule;
import dev.tidemark.adapter.mysql.MySqlMirrorModule;
import dev.tidemark.adapter.mysql.MySqlRollupModule;
import dev.tidemark.adapter.quic.QuicModule;
import dev.tidemark.adapter.sqlite.SqliteConfig;
import dev.tidemark.adapter.sqlite.SqliteModule;
import dev.tidemark.adapter.sqlite.SqliteRollupConfig;
import dev.tidemark.adapter.sqlite.SqliteRollupModule;
import dev.tidemark.adapter.sqlite.SqliteSnapshotConfig;
import dev.tidemark.adapter.sqlite.SqliteSnapshotFilesModule;
import dev.tidemark.adapter.sqlite.SqliteSnapshotModule;
import dev.tidemark.adapter.sqlite.SqliteStateConfig;
import dev.tidemark.adapter.sqlite.SqliteStateModule;
import dev.tidemark.app.config.Configuration;
import dev.tidemark.app.config.ConfiguredLeadership;
import dev.tidemark.app.config.ConfiguredMirror;
import dev.tidemark.app.config.ConfiguredQuic;
import dev.tidemark.app.config.PublishSettings;
import dev.tidemark.app.config.QuicSettings;
import dev.tidemark.app.config.Settings;
import dev.tidemark.app.rollup.ShippedRollups;
import dev.tidemark.assembly.MirrorModule;
import dev.tidemark.core.mirror.MirrorPolicy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.slf4j.LoggerFactory;

/**
 * SQLite for the replica, the state and snapshots, HTTP for the upstream, MySQL for mirrors, QUIC
 * for what goes to targets.
 */
public final class ShippedAdapters implements Adapters {

  @Override
  public Module replica(Configuration configuration) {
    Path data = configuration.get(Settings.DATA);
    return new SqliteModule(SqliteConfig.in(data), SqliteStateConfig.in(data).sharing());
  }

  /** With a lock elsewhere, each process has a data directory that nobody shares. */
  @Override
  public Module sharedReplica(Configuration configuration) {
    return ConfiguredLeadership.of(configuration)
        .map(lock -> new MySqlLeadershipModule(lock, System::nanoTime))
        .map(leadership -> Modules.combine(replica(configuration), leadership))
        .orElseGet(
            () -> new SqliteModule(SqliteConfig.in(configuration.get(Settings.DATA)).sharing()));
  }

  @Override
  public Module replicaToRead(Configuration configuration) {
    return new SqliteModule(SqliteConfig.in(configuration.get(Settings.DATA)).asReadOnly());
  }

  @Override
  public Module replicaToMirror(Configuration configuration) {
    Path data = configuration.get(Settings.DATA);
    return new SqliteModule(
        SqliteConfig.in(data).asReadOnly(), SqliteStateConfig.in(data).sharing());
  }

  @Override
  public Module mirrors(Configuration configuration, Function<String, MirrorPolicy> policy) {
    List<Module> modules = new ArrayList<>(List.of(new MirrorModule(policy)));
    ConfiguredMirror.all(configuration)
        .forEach(mirror -> modules.add(new MySqlMirrorModule(mirror.adapter())));
    return Modules.combine(modules);
  }

  @Override
  public Module rollupStores(Configuration configuration) {
    Path data = configuration.get(Settings.DATA);
    List<Module> stores = new ArrayList<>();
    stores.add(new SqliteRollupModule(SqliteRollupConfig.ofReplica(data)));
    stores.add(new SqliteRollupModule(SqliteRollupConfig.ofWeakState(data)));
    ConfiguredMirror.all(configuration).stream()
        .filter(mirror -> !ShippedRollups.FILES.contains(mirror.name()))
        .forEach(mirror -> stores.add(new MySqlRollupModule(mirror.adapter())));
    return Modules.combine(stores);
  }

  @Override
  public Module state(Path data) {
    return new SqliteStateModule(SqliteStateConfig.in(data).sharing());
  }

  @Override
  public Module stateToRead(Path data) {
    return new SqliteStateModule(SqliteStateConfig.in(data).asReadOnly());
  }

  @Override
  public Module upstream(Configuration configuration) {
    HttpUpstreamConfig config =
        HttpUpstreamConfig.of(configuration.get(Settings.UPSTREAM_URL))
            .withMinSpacing(configuration.get(Settings.UPSTREAM_MIN_SPACING));
    return new HttpUpstreamModule(
        configuration.find(Settings.UPSTREAM_API_KEY).map(config::withApiKey).orElse(config));
  }

  @Override
  public Module snapshots(Configuration configuration) {
    return new SqliteSnapshotModule(store(configuration));
  }

  @Override
  public Module sharedSnapshots(Configuration configuration) {
    return new SqliteSnapshotModule(store(configuration).sharing());
  }

  @Override
  public Module snapshotsToRead(Configuration configuration) {
    return new SqliteSnapshotModule(store(configuration).asReadOnly());
  }

  private static SqliteSnapshotConfig store(Configuration configuration) {
    return SqliteSnapshotConfig.in(configuration.get(Settings.DATA))
        .ofReplica()
        .keeping(configuration.get(PublishSettings.KEEP));
  }

  @Override
  public Module snapshotFiles() {
    return new SqliteSnapshotFilesModule();
  }

  @Override
  public Module snapshotTransport(Configuration configuration) {
    if (configuration.get(QuicSettings.INSECURE)) {
      warn();
    }
    return ConfiguredQuic.of(configuration)
        .<Module>map(QuicModule::new)
        .orElseGet(UncertifiedModule::new);
  }

  /** The log is made no sooner: these are there before a command has said how much it tells. */
  private static void warn() {
    LoggerFactory.getLogger("tidemark.snapshot")
        .warn("quic.insecure is set: nobody proves who they are, on either side of a push");
  }
}
