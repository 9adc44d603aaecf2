package dev.tidemark.core.snapshot;

import dev.tidemark.core.NotFoundException;
import dev.tidemark.core.event.Listener;
import dev.tidemark.core.snapshot.Receiving.Arrival;
import dev.tidemark.core.snapshot.SubscriberStatus.Judged;
import dev.tidemark.core.snapshot.SubscriberStatus.Standing;
import dev.tidemark.core.snapshot.Verdict.Code;
import dev.tidemark.core.snapshot.spi.Inbox;
import dev.tidemark.core.snapshot.spi.SnapshotReader;
import dev.tidemark.core.snapshot.spi.SnapshotStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Takes snapshots that publishers push, and serves the newest of each name. Whatever fails, what
 * was served before is served on. Safe for use by many threads.
 *
 * <p>An offer is looked at in this order: how often its peer offers; the name, the peer and the
 * signature; the form of the manifest, its schema and size; its epoch; whether its content is
 * served already, which is well at any age; its age; its version; and last whether there is a seat
 * for it. Several files of one snapshot may come in at once. The version is looked at again when
 * all of a file is here, so that the newest one wins in whatever order they arrive.
 *
 * <p>Its events are {@link SnapshotEvent.Received}, {@link SnapshotEvent.TakingFailed}, {@link
 * SnapshotEvent.Refused} and {@link SnapshotEvent.Installed}.
 */
public final class Subscriber implements Inbox {

  private static final String STOPPED = "the subscriber is stopping";

  private final Map<String, ServedSnapshot> served = new TreeMap<>();
  private final Set<Receiving> receiving = ConcurrentHashMap.newKeySet();
  private final Verdicts verdicts = new Verdicts();
  private final AtomicBoolean isStopping = new AtomicBoolean();
  private final Screening screening;
  private final Admission admission;
  private final Telling telling;
  private final Clock clock;

  private Subscriber(SubscriberPolicy policy, SnapshotStore store, Clock clock, Listener listener) {
    this.screening = new Screening(policy, clock);
    this.admission = new Admission(policy.limits(), clock);
    this.telling = new Telling(listener);
    this.clock = clock;
    policy
        .names()
        .keySet()
        .forEach(name -> served.put(name, new ServedSnapshot(store.shelf(name))));
  }

  /**
   * Serves at once what is in the store.
   *
   * @throws dev.tidemark.core.StorageException if the store cannot be read
   */
  public static Subscriber of(
      SubscriberPolicy policy, SnapshotStore store, Clock clock, Listener listener) {
    return new Subscriber(policy, store, clock, listener);
  }

  @Override
  public Answer offered(SignedManifest manifest, String peer) {
    Arrival arrival = new Arrival(manifest.manifest(), peer, clock.instant());
    Optional<Verdict> verdict =
        Failed.saying(() -> judge(manifest, peer), why -> broke(arrival, why))
            .or(() -> admission.enter(peer, manifest.manifest().name()));
    return verdict.map(said -> decided(arrival, said)).orElseGet(() -> receive(manifest, arrival));
  }

  private Optional<Verdict> judge(SignedManifest offer, String peer) {
    SnapshotManifest manifest = offer.manifest();
    return stopping()
        .or(() -> admission.offered(peer))
        .or(() -> screening.ofSender(offer, peer))
        .or(() -> screening.ofFile(manifest))
        .or(() -> screening.ofEpoch(manifest))
        .or(() -> served(manifest.name()).ifServed(manifest, clock.instant()))
        .or(() -> screening.ofAge(manifest))
        .or(() -> served(manifest.name()).ifOld(manifest, clock.instant()));
  }

  private Optional<Verdict> stopping() {
    return isStopping.get() ? Optional.of(new Verdict(Code.FAILED, STOPPED)) : Optional.empty();
  }

  private Answer receive(SignedManifest offer, Arrival arrival) {
    ServedSnapshot here = served(arrival.manifest().name());
    AtomicReference<@Nullable Receiving> begun = new AtomicReference<>();
    Optional<Verdict> failure =
        Failed.saying(
            () -> {
              begun.set(begin(offer, arrival, here));
              return Optional.empty();
            },
            why -> broke(arrival, why));
    Receiving reception = begun.get();
    if (reception == null) {
      admission.leave(arrival.peer(), arrival.manifest().name(), 0);
      return decided(arrival, failure.orElseThrow());
    }
    receiving.add(reception);
    if (isStopping.get()) {
      reception.leaveOff(STOPPED);
    }
    return new Answer.Wanted(reception);
  }

  private Receiving begin(SignedManifest offer, Arrival arrival, ServedSnapshot here) {
    Optional<SnapshotManifest> base = here.shelf().serving().map(SignedManifest::manifest);
    return new Receiving(
        arrival,
        here.shelf().receive(offer),
        base,
        file -> here.install(arrival.manifest(), file, clock.instant(), () -> installed(arrival)),
        why -> broke(arrival, why),
        this::over);
  }

  private void broke(Arrival arrival, Throwable why) {
    SnapshotManifest manifest = arrival.manifest();
    telling.note(
        new SnapshotEvent.TakingFailed(manifest.name(), manifest.version(), arrival.peer(), why));
  }

  private void installed(Arrival arrival) {
    SnapshotManifest manifest = arrival.manifest();
    telling.note(new SnapshotEvent.Installed(manifest.name(), manifest.version(), false));
  }

  private void over(Receiving reception, Verdict verdict) {
    Arrival arrival = reception.arrival();
    receiving.remove(reception);
    admission.leave(arrival.peer(), arrival.manifest().name(), reception.bytes());
    judged(arrival, verdict, reception.bytes());
  }

  private Answer decided(Arrival arrival, Verdict verdict) {
    judged(arrival, verdict, 0);
    return new Answer.Decided(verdict);
  }

  private void judged(Arrival arrival, Verdict verdict, long bytes) {
    SnapshotManifest manifest = arrival.manifest();
    Instant now = clock.instant();
    Duration took = Spent.between(arrival.since(), now);
    verdicts.add(
        new Judged(
            now,
            arrival.peer(),
            manifest.name(),
            Optional.of(manifest.version()),
            verdict,
            bytes,
            took));
    telling.note(
        new SnapshotEvent.Received(
            manifest.name(), manifest.version(), arrival.peer(), verdict, bytes, took));
    telling.tell();
  }

  @Override
  public void refused(String peer, Verdict verdict) {
    verdicts.add(
        new Judged(clock.instant(), peer, "", Optional.empty(), verdict, 0, Duration.ZERO));
    telling.note(new SnapshotEvent.Refused("", peer, verdict));
    telling.tell();
  }

  /**
   * What is served now, for reading, as long as it is not closed. What is installed meanwhile does
   * not change what it reads.
   *
   * @throws NotFoundException if there is none yet, or none of this name is taken
   */
  public SnapshotReader read(String name) {
    return served(name).shelf().read();
  }

  /**
   * Serves the next older generation from now on. The version that was left is not taken again, nor
   * any below it; nor its content under a newer version, until another one was taken.
   *
   * @return what is served now
   * @throws NotFoundException if there is none that is older, or none of this name is taken
   */
  public SignedManifest rollBack(String name) {
    SignedManifest older = served(name).rollBack(now -> rolledBack(now.manifest()));
    telling.tell();
    return older;
  }

  private void rolledBack(SnapshotManifest manifest) {
    telling.note(new SnapshotEvent.Installed(manifest.name(), manifest.version(), true));
  }

  private ServedSnapshot served(String name) {
    return Optional.ofNullable(served.get(name))
        .orElseThrow(
            () ->
                new NotFoundException(
                    "snapshot %s: none of this name is taken here, but %s"
                        .formatted(name, served.keySet())));
  }

  /**
   * How it stands; not as of one moment.
   *
   * @throws dev.tidemark.core.StorageException if the store cannot be read
   */
  public SubscriberStatus status() {
    Instant now = clock.instant();
    Map<String, Standing> names = new TreeMap<>();
    served.forEach((name, one) -> names.put(name, one.standing(now)));
    return new SubscriberStatus(
        names, verdicts.last(), receiving.stream().map(Receiving::underway).toList());
  }

  /**
   * Takes nothing from now on, and ends what is under way; what is being installed is waited for.
   * What is served stays readable. Idempotent.
   */
  public void stop() {
    isStopping.set(true);
    List.copyOf(receiving).forEach(reception -> reception.leaveOff(STOPPED));
  }
}
