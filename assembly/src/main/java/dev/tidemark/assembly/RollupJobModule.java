package dev.tidemark.assembly;

import com.google.inject.AbstractModule;
import com.google.inject.multibindings.ProvidesIntoSet;
import dev.tidemark.core.MirrorUnavailableException;
import dev.tidemark.core.feed.Followers;
import dev.tidemark.core.job.Job;
import dev.tidemark.core.job.JobResult;
import dev.tidemark.core.job.Lease;
import dev.tidemark.core.rollup.ChangesRollup;
import dev.tidemark.core.rollup.RollupPolicy;
import dev.tidemark.core.rollup.Rollups;
import dev.tidemark.core.sync.spi.Leadership;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Keeps the rollups of a {@link RollupModule}. Adds {@link Job}s, of which the first two have a
 * scope for every rollup, called {@code NAME} or {@code NAME@PLACE}, and the last has one for every
 * place:
 *
 * <ul>
 *   <li>{@code rollup} fills it if it is not complete, and then takes in what has changed, until
 *       nothing waits; that somebody else is at it is a result, and no failure.
 *   <li>{@code rollup-verify} compares some of its cells with their events, and has what differs
 *       computed anew.
 *   <li>{@code rollup-retire} lets go of what nobody defines any more.
 * </ul>
 *
 * <p>Those that keep what is forgotten of the feed are among the {@link Followers} that a {@link
 * RetentionModule} waits for. Nothing is asked of a store before the jobs are started.
 *
 * <p>Needs {@link Leadership}, and a {@link JobModule} that runs the jobs.
 */
public final class RollupJobModule extends AbstractModule {

  /** A backfill of years; heartbeats say that it lives, and one that was ended goes on behind. */
  private static final Lease LONG = Lease.DEFAULTS.runsAtMost(Duration.ofDays(1));

  private static final Duration DAY = Duration.ofDays(1);

  private final Supplier<RollupPolicy> policy;
  private final Cadence cadence;
  private final Set<String> everywhere;

  /**
   * How often the jobs come back.
   *
   * @param every what has changed is taken in
   * @param verifyEvery cells are compared
   */
  public record Cadence(Duration every, Duration verifyEvery) {}

  /**
   * @param policy asked with each run
   * @param everywhere the places whose rollups every process keeps; all others are kept by the one
   *     that leads
   */
  public RollupJobModule(Supplier<RollupPolicy> policy, Cadence cadence, Set<String> everywhere) {
    this.policy = policy;
    this.cadence = cadence;
    this.everywhere = Set.copyOf(everywhere);
  }

  @ProvidesIntoSet
  Job takingIn(Rollups rollups, Leadership leadership) {
    return job("rollup", cadence.every(), RollupWork::takeIn, rollups, leadership);
  }

  @ProvidesIntoSet
  Job verification(Rollups rollups, Leadership leadership) {
    return job("rollup-verify", cadence.verifyEvery(), RollupWork::verify, rollups, leadership);
  }

  private Job job(
      String name,
      Duration every,
      Function<RollupWork, JobResult> work,
      Rollups rollups,
      Leadership leadership) {
    RollupScopes scopes = new RollupScopes(rollups, leadership, everywhere);
    return Job.every(
            every, name, run -> work.apply(new RollupWork(scopes.get(run.scope()), policy.get())))
        .scoped(scopes::now)
        .leased(LONG);
  }

  /** Once a day: what was kept there under a definition that is gone costs a little until then. */
  @ProvidesIntoSet
  Job retirement(Rollups rollups, Leadership leadership) {
    return Job.every(DAY, "rollup-retire", run -> retired(rollups, run.scope()))
        .scoped(new RollupScopes(rollups, leadership, everywhere)::places);
  }

  /** Nobody needs to know that a server is away in which no rollup may be. */
  private static JobResult retired(Rollups rollups, String place) {
    try {
      rollups.retireOthers(place);
      return JobResult.NOTHING;
    } catch (MirrorUnavailableException away) {
      return new JobResult(0, Map.of("not yet", String.valueOf(away.getMessage())));
    }
  }

  @ProvidesIntoSet
  Followers followers(Rollups rollups) {
    return ChangesRollup.followers(rollups);
  }
}
