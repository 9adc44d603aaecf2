package dev.tidemark.testkit.snapshot.receive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.core.TargetUnavailableException;
import dev.tidemark.core.snapshot.SignedManifest;
import dev.tidemark.core.snapshot.SnapshotEvent;
import dev.tidemark.core.snapshot.SnapshotVersion;
import dev.tidemark.core.snapshot.Subscriber;
import dev.tidemark.core.snapshot.SubscriberPolicy;
import dev.tidemark.core.snapshot.SubscriberStatus.Judged;
import dev.tidemark.core.snapshot.Target;
import dev.tidemark.core.snapshot.Verdict;
import dev.tidemark.core.snapshot.spi.Delivery;
import dev.tidemark.core.snapshot.spi.Inbox.Answer;
import dev.tidemark.core.snapshot.spi.Inbox.Reception;
import dev.tidemark.core.snapshot.spi.SnapshotReader;
import dev.tidemark.testkit.contract.SampleSnapshot;
import dev.tidemark.testkit.fake.InMemoryNetwork;
import dev.tidemark.testkit.fake.InMemorySnapshotStore;
import dev.tidemark.testkit.fake.InMemorySnapshotTransport;
import dev.tidemark.testkit.fake.RecordingListener;
import dev.tidemark.testkit.fake.SnapshotDisk;
import dev.tidemark.testkit.time.ManualClock;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A subscriber on a disk that outlives it, and publishers who push to it. */
final class Edge {

  static final String NAME = SampleSnapshot.NAME;
  static final String ADDRESS = "memory:edge";

  private static final Target TARGET =
      new Target(NAME, "edge", Target.Strategy.TIDEMARK, ADDRESS, true);

  final ManualClock clock = ManualClock.at("2025-12-01T01:00:00Z");
  final SnapshotDisk disk = new SnapshotDisk();
  final RecordingListener events = new RecordingListener();
  final InMemoryNetwork network = new InMemoryNetwork();
  InMemorySnapshotStore store;
  Subscriber subscriber;
  private final SubscriberPolicy policy;
  private final InMemorySnapshotTransport origin = network.transport("origin");
  private InMemorySnapshotTransport edge;

  Edge() {
    this(SubscriberPolicy.taking(NAME));
  }

  Edge(SubscriberPolicy policy) {
    this.policy = policy;
    this.store = new InMemorySnapshotStore(disk);
    this.subscriber = Subscriber.of(policy, store, clock, events);
    this.edge = network.transport("edge", ADDRESS);
    edge.listen(subscriber);
  }

  static Edge taking(SubscriberPolicy.Terms terms) {
    SubscriberPolicy usual = SubscriberPolicy.taking(NAME);
    return new Edge(new SubscriberPolicy(Map.of(NAME, terms), usual.limits(), usual.trust()));
  }

  static Edge within(SubscriberPolicy.Limits limits) {
    SubscriberPolicy usual = SubscriberPolicy.taking(NAME);
    return new Edge(new SubscriberPolicy(usual.names(), limits, usual.trust()));
  }

  /** The process dies, if it has not yet, and the next one begins. */
  void restart() {
    disk.die();
    edge.close();
    store = new InMemorySnapshotStore(disk);
    subscriber = Subscriber.of(policy, store, clock, events);
    edge = network.transport("edge", ADDRESS);
    edge.listen(subscriber);
  }

  Verdict push(SampleSnapshot snapshot) {
    return deliver(snapshot).verdict();
  }

  Delivery deliver(SampleSnapshot snapshot) {
    return deliver(origin, snapshot);
  }

  Delivery deliver(InMemorySnapshotTransport from, SampleSnapshot snapshot) {
    return from.push(TARGET, snapshot, Duration.ofSeconds(20), bytes -> {});
  }

  /** Empty, if no verdict came. */
  Optional<Verdict> tryPush(SampleSnapshot snapshot) {
    try {
      return Optional.of(push(snapshot));
    } catch (TargetUnavailableException lost) {
      return Optional.empty();
    }
  }

  /** What is said to an offer at once. */
  Verdict decided(SampleSnapshot snapshot) {
    return ((Answer.Decided) subscriber.offered(snapshot.manifest(), "origin")).verdict();
  }

  Reception wanted(SampleSnapshot snapshot) {
    return wanted(snapshot, "origin");
  }

  Reception wanted(SampleSnapshot snapshot, String peer) {
    return ((Answer.Wanted) subscriber.offered(snapshot.manifest(), peer)).reception();
  }

  /** All bytes of it, at once. */
  static Optional<Verdict> send(Reception to, SampleSnapshot snapshot) {
    return to.write(ByteBuffer.wrap(snapshot.bytes()), 0);
  }

  /** Which one is served. */
  Optional<SnapshotVersion> serving() {
    return store.shelf(NAME).serving().map(SignedManifest::manifest).map(one -> one.version());
  }

  void assertServing(SampleSnapshot expected) {
    try (SnapshotReader reader = subscriber.read(NAME)) {
      assertThat(reader.manifest()).isEqualTo(expected.manifest());
    }
  }

  /** Nothing is open, and nothing is left of what did not come to a good end. */
  void assertTidy() {
    assertThat(store.open()).as("open").isZero();
    assertThat(disk.temporaries(NAME)).as("temporaries").isZero();
    assertThat(subscriber.status().receiving()).isEmpty();
  }

  List<Verdict.Code> told() {
    return events.events(SnapshotEvent.Received.class).stream()
        .map(one -> one.verdict().code())
        .toList();
  }

  Judged last() {
    return subscriber.status().last().get(0);
  }
}
