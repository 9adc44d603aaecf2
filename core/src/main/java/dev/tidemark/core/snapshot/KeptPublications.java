package dev.tidemark.core.snapshot;

import dev.tidemark.core.FencedException;
import dev.tidemark.core.InvalidConfigurationException;
import dev.tidemark.core.NotFoundException;
import dev.tidemark.core.event.Listener;
import dev.tidemark.core.schema.NearMiss;
import dev.tidemark.core.time.Ambient;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/** All publications, and those who are to get them. */
final class KeptPublications implements Publisher {

  private final Map<String, Publication> publications = new TreeMap<>();
  private final Set<Flights> byHand = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean started = new AtomicBoolean();
  private final AtomicBoolean ended = new AtomicBoolean();
  private final Publishing publishing;
  private final Roster roster;

  KeptPublications(
      Collection<PublishedSnapshot> snapshots,
      PublisherPorts ports,
      Supplier<PublisherPolicy> policy,
      Ambient ambient,
      Executor workers,
      Listener listener) {
    Listener unshaken = Listener.unshaken(listener);
    this.publishing =
        new Publishing(
            ports,
            policy,
            ambient,
            workers,
            unshaken,
            new DeliveryBook(
                ports.state(),
                ambient.clock(),
                (snapshot, cause) ->
                    unshaken.on(new SnapshotEvent.DeliveryUnknown(snapshot, cause))),
            new Versions(ports.state(), ambient.clock()),
            ended::get);
    List<String> problems = new ArrayList<>();
    for (PublishedSnapshot snapshot : snapshots) {
      Publication publication = new Publication(publishing, snapshot);
      if (publications.put(snapshot.name(), publication) != null) {
        problems.add("two snapshots are called " + snapshot.name());
      }
    }
    if (!problems.isEmpty()) {
      throw new InvalidConfigurationException("snapshots", problems);
    }
    this.roster = new Roster(publishing, publications.values());
  }

  @Override
  public void start() {
    if (!started.compareAndSet(false, true)) {
      throw new IllegalStateException("start to publish: it was started before");
    }
    if (!publications.isEmpty()) {
      publishing.ports().leadership().watch(this::leaderChanged);
      roster.ask();
      all().forEach(Publication::ask);
    }
  }

  private Collection<Publication> all() {
    return publications.values();
  }

  private void leaderChanged() {
    if (!publishing.mayGoOn()) {
      all().forEach(Publication::callOff);
      byHand.forEach(Flights::callOff);
    }
    all().forEach(Publication::beginAnew);
  }

  @Override
  public CompletionStage<Void> stop() {
    ended.set(true);
    byHand.forEach(Flights::end);
    CompletionStage<Void> unread = roster.end();
    return CompletableFuture.allOf(
            all().stream()
                .map(Publication::end)
                .map(CompletionStage::toCompletableFuture)
                .toArray(CompletableFuture<?>[]::new))
        .thenCombine(unread, (pushed, read) -> read);
  }

  @Override
  public void sourceChanged() {
    ifStarted(() -> all().forEach(Publication::ask));
  }

  @Override
  public void installed(String snapshot) {
    ifStarted(() -> Optional.ofNullable(publications.get(snapshot)).ifPresent(Publication::ask));
  }

  @Override
  public void targetsChanged() {
    ifStarted(roster::ask);
  }

  private void ifStarted(Runnable ask) {
    if (started.get()) {
      ask.run();
    }
  }

  @Override
  public PublishReport publishOnce(String snapshot) {
    Publication publication = publications.get(snapshot);
    if (publication == null) {
      throw new NotFoundException(
          "publish snapshot %s: there is none of this name%s"
              .formatted(snapshot, NearMiss.hint(snapshot, publications.keySet())));
    }
    if (!publishing.ports().leadership().isLeader()) {
      throw new FencedException(
          "publish snapshot %s: this process does not lead; the one that does publishes"
              .formatted(snapshot));
    }
    Flights underway = new Flights();
    byHand.add(underway);
    try {
      List<Target> targets = Roster.of(snapshot, roster.read());
      return new ByHand(publishing, publication, underway).run(targets);
    } finally {
      byHand.remove(underway);
    }
  }

  @Override
  public List<PublicationStanding> standings() {
    List<Target> targets = roster.known();
    return all().stream().map(each -> each.standing(targets)).toList();
  }
}
