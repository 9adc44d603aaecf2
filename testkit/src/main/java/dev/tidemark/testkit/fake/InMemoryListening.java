package dev.tidemark.testkit.fake;

import dev.tidemark.core.snapshot.spi.Inbox;
import dev.tidemark.core.snapshot.spi.SnapshotTransport.Listening;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/** Somebody who listens in an {@link InMemoryNetwork}, and what is on its way there. */
final class InMemoryListening implements Listening {

  private final Set<InMemoryPush> pushes = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean isOpen = new AtomicBoolean(true);
  private final String address;
  private final Inbox inbox;
  private final InMemoryNetwork network;

  InMemoryListening(String address, Inbox inbox, InMemoryNetwork network) {
    this.address = address;
    this.inbox = inbox;
    this.network = network;
  }

  @Override
  public String address() {
    return address;
  }

  Inbox inbox() {
    return inbox;
  }

  void began(InMemoryPush push) {
    pushes.add(push);
    if (!isOpen.get()) {
      push.end("the listener has closed");
    }
  }

  void ended(InMemoryPush push) {
    pushes.remove(push);
  }

  void cut() {
    pushes.forEach(push -> push.end("the connection broke"));
  }

  @Override
  public void close() {
    isOpen.set(false);
    network.remove(this);
    pushes.forEach(push -> push.end("the listener has closed"));
  }
}
