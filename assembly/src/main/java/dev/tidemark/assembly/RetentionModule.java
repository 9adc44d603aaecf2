package dev.tidemark.assembly;

import com.google.inject.AbstractModule;
import com.google.inject.multibindings.Multibinder;
import com.google.inject.multibindings.ProvidesIntoSet;
import dev.tidemark.core.event.Listener;
import dev.tidemark.core.feed.FeedEvent;
import dev.tidemark.core.feed.FeedRetention;
import dev.tidemark.core.feed.Follower;
import dev.tidemark.core.feed.Followers;
import dev.tidemark.core.feed.RetentionPolicy;
import dev.tidemark.core.feed.spi.ChangeFeed;
import dev.tidemark.core.job.Job;
import dev.tidemark.core.job.JobResult;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Keeps the change feed from growing for ever: adds the {@link Job} {@code feed-retention}, which
 * forgets once an hour what is old and what all {@link Followers} in the set of them have passed.
 * Whoever follows the feed for good adds to that set; {@link MirrorModule} does.
 *
 * <p>Needs a {@link ChangeFeed}, a {@link Clock}, a {@link Listener}, and a {@link JobModule} that
 * runs it.
 */
public final class RetentionModule extends AbstractModule {

  private static final Duration HOUR = Duration.ofHours(1);

  private final Supplier<RetentionPolicy> policy;

  /**
   * @param policy asked each time
   */
  public RetentionModule(Supplier<RetentionPolicy> policy) {
    this.policy = policy;
  }

  @Override
  protected void configure() {
    Multibinder.newSetBinder(binder(), Followers.class);
  }

  @ProvidesIntoSet
  Job job(ChangeFeed feed, Set<Followers> followers, Clock clock, Listener listener) {
    FeedRetention retention =
        new FeedRetention(feed, () -> all(followers), policy, clock, listener);
    return Job.every(HOUR, "feed-retention", run -> result(retention.tend())).whileLeading();
  }

  private static JobResult result(Optional<FeedEvent.FeedPruned> pruned) {
    return pruned
        .map(
            done ->
                new JobResult(
                    done.outdated(), Map.of("forgotten up to", Long.toString(done.upTo().value()))))
        .orElse(JobResult.NOTHING);
  }

  private static List<Follower> all(Set<Followers> followers) {
    return followers.stream().flatMap(each -> each.now().stream()).toList();
  }
}
