package dev.tidemark.assembly;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import dev.tidemark.core.event.Listener;
import dev.tidemark.core.sync.SchedulePolicy;
import dev.tidemark.core.sync.SyncReplica;
import dev.tidemark.core.sync.SyncSchedule;
import dev.tidemark.core.sync.SyncSchedule.SchedulePorts;
import dev.tidemark.core.sync.spi.Leadership;
import dev.tidemark.core.sync.spi.RequestLedger;
import dev.tidemark.core.sync.spi.SyncJournal;
import dev.tidemark.core.time.Ambient;
import java.util.function.Supplier;

/**
 * Cycles that run by themselves: binds {@link SyncSchedule}, which has a thread of its own. It is
 * started by {@link SyncSchedule#start}, and stopped with the application at the latest, while the
 * stores are still open; a cycle that runs then is cancelled.
 *
 * <p>Needs what a {@link SyncModule} binds and needs.
 */
public final class ScheduleModule extends AbstractModule {

  private final Supplier<SchedulePolicy> policy;

  /**
   * @param policy asked at each look; {@link SyncSchedule#policyChanged} makes one at once
   */
  public ScheduleModule(Supplier<SchedulePolicy> policy) {
    this.policy = policy;
  }

  /** With a policy that never changes. */
  public ScheduleModule(SchedulePolicy policy) {
    this(() -> policy);
  }

  @Provides
  @Singleton
  SchedulePorts ports(
      SyncReplica replica, SyncJournal journal, RequestLedger ledger, Leadership leadership) {
    return new SchedulePorts(replica, journal, ledger, leadership);
  }

  @Provides
  @Singleton
  ScheduleThread thread(SchedulePorts ports, Ambient ambient, Listener listener) {
    return new ScheduleThread(worker -> SyncSchedule.of(ports, policy, ambient, worker, listener));
  }

  @Provides
  @Singleton
  SyncSchedule schedule(ScheduleThread thread) {
    return thread.schedule();
  }
}
