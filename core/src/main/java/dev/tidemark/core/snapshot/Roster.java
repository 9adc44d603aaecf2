package dev.tidemark.core.snapshot;

import dev.tidemark.core.time.Turns;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Knows who the targets are: reads them over and over, so that whoever has changed them, here or in
 * another process, is heard. While they cannot be read, those that were known are served.
 */
final class Roster {

  private final AtomicReference<Optional<List<Target>>> known =
      new AtomicReference<>(Optional.empty());
  private final AtomicBoolean unreadable = new AtomicBoolean();
  private final Publishing publishing;
  private final Collection<Publication> publications;
  private final Turns turns;

  Roster(Publishing publishing, Collection<Publication> publications) {
    this.publishing = publishing;
    this.publications = publications;
    this.turns = new Turns(publishing.scheduler(), publishing.workers(), this::turn);
  }

  /** Reads them now. */
  void ask() {
    turns.ask();
  }

  CompletionStage<Void> end() {
    return turns.end();
  }

  private Duration turn() {
    look();
    return publishing.policy().poll();
  }

  private void look() {
    try {
      known.set(Optional.of(read()));
      unreadable.set(false);
    } catch (Throwable cause) {
      if (!unreadable.getAndSet(true)) {
        publishing.tell(new SnapshotEvent.TargetsUnreadable("", cause));
      }
      return;
    }
    publications.forEach(each -> each.couriers().serve(of(each.name(), known())));
  }

  /**
   * As they are now; of several of one name for one snapshot, the first.
   *
   * @throws dev.tidemark.core.StorageException if they cannot be read
   */
  List<Target> read() {
    Map<List<String>, Target> first = new LinkedHashMap<>();
    for (Target target : publishing.ports().targets().targets()) {
      first.putIfAbsent(List.of(target.snapshot(), target.name()), target);
    }
    return List.copyOf(first.values());
  }

  /** As they were read last. */
  List<Target> known() {
    return known.get().orElseGet(this::read);
  }

  static List<Target> of(String snapshot, List<Target> all) {
    return all.stream().filter(target -> target.snapshot().equals(snapshot)).toList();
  }
}
