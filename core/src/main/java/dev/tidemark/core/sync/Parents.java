package dev.tidemark.core.sync;

import dev.tidemark.core.BadAnswerException;
import dev.tidemark.core.UpstreamUnavailableException;
import dev.tidemark.core.event.Listener;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.sync.spi.MissingParents;
import dev.tidemark.core.sync.spi.Mode;
import dev.tidemark.core.sync.spi.Staging;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Fetches the parents that staged or parked rows need and nobody has, and their parents in turn,
 * within the policy's requests and time. They are fetched out of band, so they move no cursor.
 */
final class Parents {

  private final Cycle cycle;
  private final ByKey byKey;
  private final Staging staging;
  private final Listener listener;

  Parents(Cycle cycle, ByKey byKey, Staging staging, Listener listener) {
    this.cycle = cycle;
    this.byKey = byKey;
    this.staging = staging;
    this.listener = listener;
  }

  /**
   * @param of the types that will be applied; parents of others would go nowhere
   */
  void complete(Set<EntityType> of) {
    Set<EntityType> answering = new HashSet<>(of);
    List<MissingParents> missing = missing(answering);
    while (!missing.isEmpty() && byKey.mayAsk()) {
      for (MissingParents each : missing) {
        if (!ask(each)) {
          answering.remove(each.type());
        }
      }
      missing = missing(answering);
    }
    if (byKey.isOn()) {
      tellGivenUp(answering.equals(of) ? missing : missing(of));
    }
  }

  private void tellGivenUp(List<MissingParents> missing) {
    missing.forEach(
        each -> listener.on(new SyncEvent.ParentsGivenUp(each.type(), each.keys().size())));
  }

  /**
   * Rows whose parents do not come are parked, so that one that cannot be asked for holds up nobody
   * else.
   *
   * @return whether there is a point in asking for more of the type
   */
  private boolean ask(MissingParents missing) {
    try {
      staging.unanswered(missing.type(), byKey.ask(missing.type(), missing.keys()).withoutRow());
      return true;
    } catch (BadAnswerException | UpstreamUnavailableException failure) {
      listener.on(new SyncEvent.KeysLeftOut(missing.type(), failure));
      return false;
    }
  }

  /** A full cycle asks again for what an earlier one did not get. */
  private List<MissingParents> missing(Set<EntityType> of) {
    return staging.missingParents(cycle.mode() == Mode.FULL, byKey.most()).stream()
        .filter(each -> of.contains(each.type()))
        .toList();
  }
}
