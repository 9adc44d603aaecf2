package dev.tidemark.core.sync;

import dev.tidemark.core.event.Listener;
import dev.tidemark.core.sync.SyncSchedule.SchedulePorts;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicReference;

/** Takes the lead and gives it up, as the port says. */
final class Lead {

  private final SchedulePorts ports;
  private final AtomicReference<Standpoint> mind;
  private final Clock clock;
  private final Listener listener;

  Lead(SchedulePorts ports, AtomicReference<Standpoint> mind, Clock clock, Listener listener) {
    this.ports = ports;
    this.mind = mind;
    this.clock = clock;
    this.listener = listener;
  }

  /**
   * Whether cycles may begin. One of an earlier lead is cancelled, and has to end before the lead
   * is taken again; since it may only just have begun, it is cancelled in every look.
   */
  boolean isHeld() {
    if (!ports.leadership().isLeader()) {
      lose();
    } else if (mind.get().mayTakeTheLead()) {
      take();
    }
    Standpoint left = mind.get();
    if (!left.leader() && left.isRunning()) {
      ports.replica().cancel("leadership was lost");
    }
    return left.leader();
  }

  /** Nothing runs here, so whatever the journal says is running is dead. */
  private void take() {
    ports.journal().reap(clock.instant(), ports.leadership().term());
    mind.updateAndGet(Standpoint::leading);
    listener.on(new SyncEvent.LeadershipChanged(true));
  }

  private void lose() {
    Standpoint before = mind.getAndUpdate(Standpoint::following);
    if (before.leader()) {
      listener.on(new SyncEvent.LeadershipChanged(false));
    }
  }
}
