package dev.tidemark.app.cli;

import dev.tidemark.app.config.ConfiguredSnapshots;
import dev.tidemark.assembly.Application;
import dev.tidemark.core.AlreadyRunningException;
import dev.tidemark.core.NotFoundException;
import dev.tidemark.core.event.Listener;
import dev.tidemark.core.snapshot.KnownTargets;
import dev.tidemark.core.snapshot.PublishedSnapshot;
import dev.tidemark.core.snapshot.StoredTargets;
import dev.tidemark.core.snapshot.spi.TargetProvider;
import dev.tidemark.core.sync.spi.SyncJournal;
import java.util.List;
import java.util.function.Function;

/**
 * What a command publishes that is no service.
 *
 * @param names of those snapshots of the configuration that are meant
 */
record Publishing(Setup setup, ConfiguredSnapshots snapshots, List<String> names) {

  /**
   * @param names all if empty
   * @throws dev.tidemark.core.InvalidInputException if one is not specified, or none at all, or the
   *     specifications are no good
   */
  static Publishing of(Setup setup, List<String> names) {
    ConfiguredSnapshots snapshots = setup.snapshots();
    return new Publishing(setup, snapshots, new SnapshotNames(snapshots).allOr(names));
  }

  /** What to type for a target of this one. */
  String toAdd(String name) {
    return setup.place().command("targets add %s NAME HOST:PORT".formatted(name)) + " adds one";
  }

  /** An application that publishes these, to the targets of the configuration and of the state. */
  Application open(Listener listener) {
    return open(listener, stored -> new KnownTargets(snapshots.targets(), stored));
  }

  /** An application that builds these, and pushes them to nobody. */
  Application openToBuild(Listener listener) {
    return open(listener, stored -> List::of);
  }

  private Application open(Listener listener, Function<StoredTargets, TargetProvider> targets) {
    Application application = started(listener, targets);
    try {
      checkWhole(application);
      return application;
    } catch (RuntimeException notYet) {
      application.close();
      throw notYet;
    }
  }

  private Application started(Listener listener, Function<StoredTargets, TargetProvider> targets) {
    try {
      return setup.openToPublish(listener, published(), targets);
    } catch (AlreadyRunningException another) {
      throw new AlreadyRunningException(
          "publish %s: another process does so in this data directory; %s tells what becomes of it (%s)"
              .formatted(
                  String.join(", ", names), setup.place().command("status"), another.getMessage()),
          another);
    }
  }

  private List<PublishedSnapshot> published() {
    return snapshots.plans().stream()
        .filter(plan -> names.contains(plan.name()))
        .map(PublishedSnapshot::built)
        .toList();
  }

  /** An edge that has all must not get a part in its place. */
  private void checkWhole(Application application) {
    if (application.get(SyncJournal.class).lastFullSuccess().isEmpty()) {
      throw new NotFoundException(
          "publish %s: the replica is not whole yet, no full cycle has succeeded; %s makes it so"
              .formatted(String.join(", ", names), setup.place().command("sync")));
    }
  }
}
