package dev.tidemark.app.cli;

import com.google.inject.Module;
import com.google.inject.util.Modules;
import dev.tidemark.app.config.Configuration;
import dev.tidemark.app.config.ConfiguredSnapshots;
import dev.tidemark.app.config.Flags;
import dev.tidemark.app.config.LiveConfiguration;
import dev.tidemark.app.config.Loaded;
import dev.tidemark.app.config.Policies;
import dev.tidemark.app.config.RollupLoader;
import dev.tidemark.app.config.SchemaLoader;
import dev.tidemark.app.config.Settings;
import dev.tidemark.app.config.SnapshotLoader;
import dev.tidemark.app.report.Place;
import dev.tidemark.app.rollup.ForgetMinutesModule;
import dev.tidemark.app.rollup.ShippedRollups;
import dev.tidemark.assembly.AmbientModule;
import dev.tidemark.assembly.Application;
import dev.tidemark.assembly.JobModule;
import dev.tidemark.assembly.RetentionModule;
import dev.tidemark.assembly.RollupJobModule;
import dev.tidemark.assembly.RollupModule;
import dev.tidemark.assembly.ScheduleModule;
import dev.tidemark.assembly.SyncModule;
import dev.tidemark.core.InvalidInputException;
import dev.tidemark.core.StorageException;
import dev.tidemark.core.event.Listener;
import dev.tidemark.core.mirror.MirrorPolicy;
import dev.tidemark.core.rollup.PlacedRollup;
import dev.tidemark.core.rollup.RollupPolicy;
import dev.tidemark.core.schema.Schema;
import dev.tidemark.core.snapshot.PublishedSnapshot;
import dev.tidemark.core.snapshot.StoredTargets;
import dev.tidemark.core.snapshot.spi.TargetProvider;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** A configuration and its schema, and the applications that can be started with them. */
record Setup(Outside outside, Loaded loaded, Schema schema) {

  private static final String SYNC = "tidemark sync";

  static Setup of(Outside outside, Flags flags) {
    return of(outside, load(outside, flags));
  }

  /** The configuration, with what is stored in its data directory. */
  static Loaded load(Outside outside, Flags flags) {
    return Loaded.from(outside.surroundings(), flags, data -> new State(outside, data).settings());
  }

  static Setup of(Outside outside, Loaded loaded) {
    return new Setup(
        outside, loaded, SchemaLoader.load(loaded.configuration().get(Settings.SCHEMA)));
  }

  Configuration configuration() {
    return loaded.configuration();
  }

  /** An application that can sync; the only one that writes to this replica. */
  Application openToSync(Listener listener) {
    Policies policies = Policies.of(configuration(), schema);
    return Application.start(
        new AmbientModule(outside.clock(), listener),
        new SyncModule(schema, policies.sync()),
        State.module(policies::flush),
        outside.adapters().replica(configuration()),
        outside.adapters().upstream(configuration()));
  }

  /**
   * An application that syncs by itself, once its schedule is started, while it leads.
   *
   * @param live is asked anew whenever something is decided
   */
  Application openToServe(Listener listener, LiveConfiguration live) {
    return Application.start(
        new AmbientModule(outside.clock(), listener),
        new SyncModule(schema, () -> live.policies().sync()),
        new ScheduleModule(() -> live.policies().schedule()),
        State.module(() -> live.policies().flush()),
        new JobModule(live.get(Settings.HTTP_LISTEN).toString()),
        new RetentionModule(() -> live.policies().feed()),
        rollups(definedRollups()),
        new ForgetMinutesModule(),
        new RollupJobModule(() -> RollupPolicy.DEFAULTS, cadence(), Set.of(ShippedRollups.STATE)),
        outside.adapters().sharedReplica(configuration()),
        outside.adapters().upstream(configuration()),
        outside.adapters().mirrors(configuration(), name -> live.policies().mirror(name)),
        publisher().toServe(() -> live.policies().publisher()));
  }

  /**
   * An application that publishes these, also while another one syncs.
   *
   * @throws dev.tidemark.core.AlreadyRunningException if another one publishes
   */
  Application openToPublish(
      Listener listener,
      List<PublishedSnapshot> published,
      Function<StoredTargets, TargetProvider> targets) {
    return openBeside(
        listener,
        outside.adapters().replicaToMirror(configuration()),
        publisher().of(published, targets));
  }

  private PublisherSetup publisher() {
    return new PublisherSetup(outside.adapters(), configuration(), snapshots());
  }

  /**
   * The snapshots that are specified.
   *
   * @throws InvalidInputException with all that is wrong with them
   */
  ConfiguredSnapshots snapshots() {
    return SnapshotLoader.load(configuration(), schema);
  }

  /** An application that works on the mirrors, also while another one keeps them. */
  Application openToMirror(Listener listener) {
    return openBeside(
        listener, outside.adapters().replicaToMirror(configuration()), Modules.EMPTY_MODULE);
  }

  /** An application that looks at publishing, also while another one publishes. */
  Application openToLook(Listener listener) {
    return openBeside(
        listener, outside.adapters().replicaToRead(configuration()), publisher().toLook());
  }

  /**
   * An application that looks at the snapshots that are kept, whether there is a replica or not,
   * and whoever builds or takes them meanwhile.
   */
  Application openSnapshots() {
    return Application.start(
        new AmbientModule(outside.clock(), Listener.NONE),
        outside.adapters().snapshotsToRead(configuration()));
  }

  /** An application that works on the rollups, also while another one keeps them; and looks. */
  Application openToRollUp(Listener listener) {
    return openBeside(
        listener,
        outside.adapters().replicaToRead(configuration()),
        Modules.combine(rollups(definedRollups()), publisher().toLook()));
  }

  private RollupJobModule.Cadence cadence() {
    return new RollupJobModule.Cadence(
        configuration().get(Settings.ROLLUP_EVERY),
        configuration().get(Settings.ROLLUP_VERIFY_EVERY));
  }

  /**
   * The rollups that people have defined.
   *
   * @throws InvalidInputException with all that is wrong with the file that says so
   */
  List<PlacedRollup> definedRollups() {
    return RollupLoader.load(configuration(), schema);
  }

  private Module rollups(List<PlacedRollup> defined) {
    List<PlacedRollup> all = new ArrayList<>(ShippedRollups.all());
    all.addAll(defined);
    return Modules.combine(
        new RollupModule(all, ThisProcess.name(), () -> RollupPolicy.DEFAULTS),
        outside.adapters().rollupStores(configuration()));
  }

  /** The state beside the replica. */
  State state() {
    return new State(outside, configuration().get(Settings.DATA));
  }

  /** An application that looks at a replica, also while another one writes to it. */
  Application openToRead() {
    return openBeside(
        Listener.NONE, outside.adapters().replicaToRead(configuration()), Modules.EMPTY_MODULE);
  }

  private Application openBeside(Listener listener, Module replica, Module more) {
    try {
      Map<String, MirrorPolicy> policies = Policies.ofMirrors(configuration());
      return Application.start(
          new AmbientModule(outside.clock(), listener),
          new ReadingModule(schema),
          State.asItIs(),
          replica,
          more,
          outside.adapters().mirrors(configuration(), policies::get));
    } catch (StorageException unreadable) {
      throw asTyped(unreadable);
    }
  }

  /** Where the adapter names the command, people are told what to type here. */
  private StorageException asTyped(StorageException unreadable) {
    return new StorageException(
        String.valueOf(unreadable.getMessage()).replace(SYNC, place().command("sync")),
        unreadable.retryable(),
        unreadable);
  }

  Place place() {
    Path data = configuration().get(Settings.DATA);
    return new Place(
        data,
        outside.program(),
        configuration().isGivenByFlag(Settings.DATA) ? " --data " + data : "");
  }
}
