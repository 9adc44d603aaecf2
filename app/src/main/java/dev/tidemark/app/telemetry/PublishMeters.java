package dev.tidemark.app.telemetry;

import dev.tidemark.core.event.Event;
import dev.tidemark.core.event.Listener;
import dev.tidemark.core.snapshot.PublicationStanding;
import dev.tidemark.core.snapshot.Publisher;
import dev.tidemark.core.snapshot.SnapshotEvent;
import dev.tidemark.core.snapshot.Verdict;
import dev.tidemark.core.snapshot.spi.Built;
import dev.tidemark.core.snapshot.spi.Delivery;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Counts what becomes of snapshots that are published. Every series of a snapshot, and of a target
 * that is known, is there with nothing in it before anything happens; those of a target that was
 * removed go. Safe for use by many threads.
 */
final class PublishMeters implements Listener {

  /** What the names of all series begin with that are of one target. */
  private static final String PUSH = "tidemark.snapshot.push";

  private static final String FAILED = "failed";
  private static final String ACCEPTED = "accepted";
  private static final String ALREADY_HAVE = "already_have";
  private static final String REJECTED = "rejected";

  private final MeterRegistry registry;
  private final Reactions reactions = new Reactions();

  PublishMeters(MeterRegistry registry) {
    this.registry = registry;
    reactions
        .when(SnapshotEvent.BuildEnded.class, this::built)
        .when(SnapshotEvent.BuildFailed.class, e -> builds(e.snapshot(), FAILED).increment())
        .when(SnapshotEvent.PushEnded.class, this::pushed)
        .when(
            SnapshotEvent.PushFailed.class,
            event -> pushes(event.snapshot(), event.target(), FAILED).increment());
  }

  @Override
  public void on(Event event) {
    reactions.to(event);
  }

  /** Makes the series of what is published. */
  void observe(Publisher publisher) {
    follow(publisher.standings());
  }

  /** Makes the series of the targets that there are now, and drops those of all others. */
  void follow(List<PublicationStanding> standings) {
    for (PublicationStanding each : standings) {
      expect(each);
      Set<String> known =
          each.targets().stream().map(one -> one.target().name()).collect(Collectors.toSet());
      registry.getMeters().stream()
          .map(Meter::getId)
          .filter(id -> id.getName().startsWith(PUSH))
          .filter(id -> each.snapshot().equals(id.getTag("snapshot")))
          .filter(id -> !known.contains(id.getTag("target")))
          .forEach(registry::remove);
    }
  }

  private void expect(PublicationStanding standing) {
    String snapshot = standing.snapshot();
    Arrays.stream(Built.Way.values()).forEach(way -> builds(snapshot, word(way)));
    builds(snapshot, FAILED);
    building(snapshot);
    standing.targets().forEach(each -> expect(snapshot, each.target().name()));
  }

  private void expect(String snapshot, String target) {
    List.of(ACCEPTED, ALREADY_HAVE, REJECTED, FAILED)
        .forEach(result -> pushes(snapshot, target, result));
    Arrays.stream(Delivery.Way.values()).forEach(way -> bytes(snapshot, target, word(way)));
    pushing(snapshot, target);
  }

  private void built(SnapshotEvent.BuildEnded event) {
    builds(event.snapshot(), word(event.built().way())).increment();
    building(event.snapshot()).record(event.took());
  }

  private void pushed(SnapshotEvent.PushEnded event) {
    Delivery delivery = event.delivery();
    pushes(event.snapshot(), event.target(), result(delivery.verdict())).increment();
    bytes(event.snapshot(), event.target(), word(delivery.way())).increment(delivery.bytes());
    pushing(event.snapshot(), event.target()).record(event.took());
  }

  private static String result(Verdict verdict) {
    return switch (verdict.code()) {
      case ACCEPTED -> ACCEPTED;
      case ALREADY_HAVE -> ALREADY_HAVE;
      default -> REJECTED;
    };
  }

  private Counter builds(String snapshot, String way) {
    return Counter.builder("tidemark.snapshot.builds")
        .description("builds of snapshots, by what came of them")
        .tags("snapshot", snapshot, "way", way)
        .register(registry);
  }

  private Timer building(String snapshot) {
    return Timer.builder("tidemark.snapshot.build.duration")
        .description("how long builds took that ended")
        .tags("snapshot", snapshot)
        .register(registry);
  }

  private Counter pushes(String snapshot, String target, String result) {
    return Counter.builder(PUSH + "es")
        .description("pushes to targets, by what came of them")
        .tags("snapshot", snapshot, "target", target, "result", result)
        .register(registry);
  }

  private Counter bytes(String snapshot, String target, String way) {
    return Counter.builder(PUSH)
        .description("payload that went out")
        .baseUnit("bytes")
        .tags("snapshot", snapshot, "target", target, "way", way)
        .register(registry);
  }

  private Timer pushing(String snapshot, String target) {
    return Timer.builder(PUSH + ".duration")
        .description("how long pushes took that came to a verdict")
        .tags("snapshot", snapshot, "target", target)
        .register(registry);
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
