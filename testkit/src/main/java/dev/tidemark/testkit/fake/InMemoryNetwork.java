package dev.tidemark.testkit.fake;

import dev.tidemark.core.StorageException;
import dev.tidemark.core.TargetUnavailableException;
import dev.tidemark.core.snapshot.Verdict;
import dev.tidemark.testkit.fake.SnapshotHop.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Addresses at which somebody may listen for snapshots, and the ways to them, in the hands of a
 * test: they break, stand still, or lead nowhere. Safe for use by many threads.
 */
public final class InMemoryNetwork {

  private final Map<String, InMemoryListening> listening = new ConcurrentHashMap<>();
  private final Set<String> turnedAway = ConcurrentHashMap.newKeySet();
  private final List<Consumer<SnapshotHop>> hooks = new CopyOnWriteArrayList<>();
  private final List<SnapshotGate> gates = new CopyOnWriteArrayList<>();
  private final AtomicInteger ports = new AtomicInteger(40_000);
  private final Executor receivers;

  /** What is received is received on the thread of who pushes. */
  public InMemoryNetwork() {
    this(Runnable::run);
  }

  /**
   * @param receivers on whose threads it is received. With threads of its own, a push ends in time
   *     even when the receiver does not answer.
   */
  public InMemoryNetwork(Executor receivers) {
    this.receivers = receivers;
  }

  /** One who pushes under this name, and would listen at an address of its own. */
  public InMemorySnapshotTransport transport(String name) {
    return transport(name, "memory:" + ports.incrementAndGet());
  }

  /** One who pushes under this name, and would listen at this address. */
  public InMemorySnapshotTransport transport(String name, String address) {
    return new InMemorySnapshotTransport(name, address, this);
  }

  /**
   * Called before each step of each push, on the thread of who pushes. If it throws, the connection
   * breaks there, and the push ends with what it threw.
   */
  public void before(Consumer<SnapshotHop> hook) {
    hooks.add(hook);
  }

  /** The next push to this endpoint breaks when so much payload is there; both ends learn it. */
  public void cutAfter(String endpoint, long bytes) {
    cutOnce(hop -> hop.endpoint().equals(endpoint) && reaches(hop, bytes));
  }

  private static boolean reaches(SnapshotHop hop, long bytes) {
    return hop.step().compareTo(Step.DATA) >= 0 && hop.bytes() >= bytes;
  }

  /** The next push to this endpoint breaks at this step; both ends learn it. */
  public void cutAt(String endpoint, Step step) {
    cutOnce(hop -> hop.endpoint().equals(endpoint) && hop.step() == step);
  }

  /** All pushes to this endpoint that are under way break now; both ends learn it. */
  public void cut(String endpoint) {
    Optional.ofNullable(listening.get(endpoint)).ifPresent(InMemoryListening::cut);
  }

  private void cutOnce(Predicate<SnapshotHop> when) {
    List<Consumer<SnapshotHop>> self = new ArrayList<>();
    Consumer<SnapshotHop> cut =
        hop -> {
          if (when.test(hop) && hooks.remove(self.get(0))) {
            throw new TargetUnavailableException(hop + ": the connection broke", null);
          }
        };
    self.add(cut);
    hooks.add(cut);
  }

  /** From now on a push to this endpoint stands still at this step, until the gate is open. */
  public SnapshotGate gate(String endpoint, Step step) {
    SnapshotGate gate = new SnapshotGate(endpoint, step);
    gates.add(gate);
    return gate;
  }

  /** All ways are as good as new, and all gates are open. */
  public void recover() {
    hooks.clear();
    gates.forEach(SnapshotGate::open);
    gates.clear();
    turnedAway.clear();
  }

  /** From now on nobody listens to this peer. */
  public void turnAway(String peer) {
    turnedAway.add(peer);
  }

  /** Somebody sends to this endpoint what is no offer. */
  public void garble(String endpoint, String peer, Verdict verdict) {
    Optional.ofNullable(listening.get(endpoint))
        .ifPresent(there -> there.inbox().refused(peer, verdict));
  }

  /** Completes when the push may go on. */
  CompletableFuture<?> hop(SnapshotHop hop) {
    hooks.forEach(hook -> hook.accept(hop));
    return CompletableFuture.allOf(
        gates.stream()
            .filter(gate -> gate.isAt(hop))
            .map(SnapshotGate::arrive)
            .toArray(CompletableFuture<?>[]::new));
  }

  InMemoryListening listener(String endpoint, String peer) {
    InMemoryListening there = listening.get(endpoint);
    if (there == null || turnedAway.contains(peer)) {
      throw new TargetUnavailableException(
          "push to %s: %s".formatted(endpoint, there == null ? "nobody listens" : "turned away"),
          null);
    }
    return there;
  }

  void add(InMemoryListening one) {
    if (listening.putIfAbsent(one.address(), one) != null) {
      throw new StorageException("listen at " + one.address() + ": somebody does already", false);
    }
  }

  void remove(InMemoryListening one) {
    listening.remove(one.address(), one);
  }

  Executor receivers() {
    return receivers;
  }
}
