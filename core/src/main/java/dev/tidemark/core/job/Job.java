package dev.tidemark.core.job;

import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Work that comes back.
 *
 * <pre>
 * Job.every(Duration.ofMinutes(5), "flush", run -&gt; JobResult.of(state.flush().upserts()))
 *     .scoped(() -&gt; List.of("here"))
 *     .when(scope -&gt; state.status().count() &gt; 0);
 * </pre>
 *
 * @param name what it is known by, for good: the history goes by it
 * @param scopes the parts of its work, asked at each look; each has plans, runs and failures of its
 *     own, and none waits for another
 * @param onlyLeader whether only the process that leads runs it
 * @param wanted whether there may be anything to do in a scope: a plan is not begun before there
 *     is, and nothing is written; quick, and asked at each look
 */
public record Job(
    String name,
    Timing timing,
    Lease lease,
    Attempts attempts,
    Supplier<List<String>> scopes,
    boolean onlyLeader,
    Predicate<String> wanted,
    JobHandler handler) {

  /** The scope of a job that has no parts. */
  public static final String GLOBAL = "global";

  /**
   * @throws IllegalArgumentException if the name is blank
   */
  public Job {
    Rules.check(!name.isBlank(), "name of a job: expected some text, found", "'" + name + "'");
  }

  /**
   * With what is right for most: the latest plan, three attempts, one scope, in any process.
   *
   * @throws IllegalArgumentException if the cadence is less than a millisecond, or the name is
   *     blank
   */
  public static Job every(Duration cadence, String name, JobHandler handler) {
    return new Job(
        name,
        Timing.every(cadence),
        Lease.DEFAULTS,
        Attempts.DEFAULTS,
        () -> List.of(GLOBAL),
        false,
        scope -> true,
        handler);
  }

  public Job timed(Timing other) {
    return new Job(name, other, lease, attempts, scopes, onlyLeader, wanted, handler);
  }

  public Job leased(Lease other) {
    return new Job(name, timing, other, attempts, scopes, onlyLeader, wanted, handler);
  }

  public Job tried(Attempts other) {
    return new Job(name, timing, lease, other, scopes, onlyLeader, wanted, handler);
  }

  public Job scoped(Supplier<List<String>> other) {
    return new Job(name, timing, lease, attempts, other, onlyLeader, wanted, handler);
  }

  public Job whileLeading() {
    return new Job(name, timing, lease, attempts, scopes, true, wanted, handler);
  }

  public Job when(Predicate<String> other) {
    return new Job(name, timing, lease, attempts, scopes, onlyLeader, other, handler);
  }
}
