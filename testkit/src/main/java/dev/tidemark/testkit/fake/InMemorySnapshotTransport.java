package dev.tidemark.testkit.fake;

import dev.tidemark.core.snapshot.Target;
import dev.tidemark.core.snapshot.spi.Delivery;
import dev.tidemark.core.snapshot.spi.Inbox;
import dev.tidemark.core.snapshot.spi.Offer;
import dev.tidemark.core.snapshot.spi.SnapshotTransport;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongConsumer;

/** One end of an {@link InMemoryNetwork}. Safe for use by many threads. */
public final class InMemorySnapshotTransport implements SnapshotTransport {

  private final Set<InMemoryPush> pushes = ConcurrentHashMap.newKeySet();
  private final Set<Listening> listening = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean isOpen = new AtomicBoolean(true);
  private final String name;
  private final String address;
  private final InMemoryNetwork network;

  InMemorySnapshotTransport(String name, String address, InMemoryNetwork network) {
    this.name = name;
    this.address = address;
    this.network = network;
  }

  @Override
  public Delivery push(Target target, Offer offer, Duration patience, LongConsumer progress) {
    InMemoryPush push = new InMemoryPush(name, target, offer, network, progress);
    pushes.add(push);
    if (!isOpen.get()) {
      push.end("the sender has closed");
    }
    try {
      return push.run(patience);
    } finally {
      pushes.remove(push);
    }
  }

  @Override
  public Listening listen(Inbox inbox) {
    InMemoryListening one = new InMemoryListening(address, inbox, network);
    network.add(one);
    listening.add(one);
    return one;
  }

  /** How many pushes of it are under way. */
  public int pushing() {
    return pushes.size();
  }

  @Override
  public void close() {
    isOpen.set(false);
    listening.forEach(Listening::close);
    pushes.forEach(push -> push.end("the sender has closed"));
  }
}
