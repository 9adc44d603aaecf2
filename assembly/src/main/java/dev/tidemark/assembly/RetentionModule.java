package dev.tidemark.assembly;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import com.google.inject.multibindings.Multibinder;
import dev.tidemark.core.event.Listener;
import dev.tidemark.core.feed.FeedRetention;
import dev.tidemark.core.feed.Follower;
import dev.tidemark.core.feed.Followers;
import dev.tidemark.core.feed.RetentionPolicy;
import dev.tidemark.core.feed.spi.ChangeFeed;
import dev.tidemark.core.sync.spi.Leadership;
import dev.tidemark.core.time.Ambient;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Keeps the change feed from growing for ever: binds {@link FeedRetention}, which begins with the
 * application and forgets what is old and what all {@link Followers} in the set of them have
 * passed. Whoever follows the feed for good adds to that set; {@link MirrorModule} does.
 *
 * <p>Needs a {@link ChangeFeed}, {@link Leadership}, an {@link Ambient} and a {@link Listener}.
 */
public final class RetentionModule extends AbstractModule {

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

  @Provides
  @Singleton
  FeedRetention retention(
      ChangeFeed feed,
      Set<Followers> followers,
      Leadership leadership,
      Ambient ambient,
      Listener listener) {
    return new FeedRetention(
        feed, () -> all(followers), policy, leadership::isLeader, ambient, listener);
  }

  private static List<Follower> all(Set<Followers> followers) {
    return followers.stream().flatMap(each -> each.now().stream()).toList();
  }

  @Provides
  @Singleton
  RetentionThread thread(FeedRetention retention) {
    return new RetentionThread(retention);
  }
}
