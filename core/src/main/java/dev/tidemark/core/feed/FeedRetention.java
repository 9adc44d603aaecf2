package dev.tidemark.core.feed;

import dev.tidemark.core.event.Listener;
import dev.tidemark.core.feed.spi.ChangeFeed;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Forgets what nobody needs of the feed: changes that are old enough and that every follower has
 * passed. A follower that is further behind than the ceiling is told to be cut loose, and not
 * waited for, unless it needs every change. While others are waited for, old changes whose keys
 * have changed again are forgotten one by one, so that the feed of a long outage is no longer than
 * the replica has rows; but for those that a follower who needs every change has not passed.
 *
 * <p>The last change always stays, and so does the one that a follower stands at: by these they are
 * known. Safe for use by many threads.
 */
public final class FeedRetention {

  private final ChangeFeed feed;
  private final Followers followers;
  private final Supplier<RetentionPolicy> policy;
  private final Clock clock;
  private final Listener listener;

  /**
   * @param policy asked each time
   */
  public FeedRetention(
      ChangeFeed feed,
      Followers followers,
      Supplier<RetentionPolicy> policy,
      Clock clock,
      Listener listener) {
    this.feed = feed;
    this.followers = followers;
    this.policy = policy;
    this.clock = clock;
    this.listener = Listener.unshaken(listener);
  }

  /**
   * Forgets what can be forgotten now; only for the process that leads. Ends early when its thread
   * is interrupted, and goes on the next time.
   *
   * @return what was forgotten, if anything
   * @throws dev.tidemark.core.StorageException if the feed cannot be read or written
   */
  public Optional<FeedEvent.FeedPruned> tend() {
    Position latest = feed.latest();
    if (latest.value() <= 1) {
      return Optional.empty();
    }
    RetentionPolicy now = policy.get();
    Position old = lastBefore(clock.instant().minus(now.keep()), latest);
    Position tooFar = new Position(Math.max(0, latest.value() - now.ceiling()));
    List<Follower> all = followers.now();
    Position oldest = oldest(latest);
    cutLoose(all, min(old, tooFar), oldest, latest);
    return forget(old, oldest, all.stream().filter(each -> isWaitedFor(each, tooFar)).toList());
  }

  private static boolean isWaitedFor(Follower follower, Position tooFar) {
    return follower.needsEvery() || follower.position().compareTo(tooFar) >= 0;
  }

  private void cutLoose(List<Follower> all, Position upTo, Position oldest, Position latest) {
    for (Follower each : all) {
      boolean isLost = !each.needsEvery() && each.position().compareTo(upTo) < 0;
      boolean isStillThere = oldest.value() <= Math.max(1, each.position().value());
      if (isLost && isStillThere) {
        listener.on(new FeedEvent.FollowerCutLoose(each, latest.value() - each.position().value()));
      }
    }
  }

  private Position oldest(Position latest) {
    return feed.after(Position.START, 1).stream().map(Change::position).findFirst().orElse(latest);
  }

  private Optional<FeedEvent.FeedPruned> forget(
      Position old, Position oldest, List<Follower> waitedFor) {
    Position upTo = old;
    Position compacted = old;
    for (Follower each : waitedFor) {
      upTo = min(upTo, before(each.position()));
      compacted = each.needsEvery() ? min(compacted, before(each.position())) : compacted;
    }
    boolean isAny = oldest.compareTo(upTo) <= 0;
    if (isAny) {
      feed.prune(upTo);
    }
    Set<Position> remembered =
        waitedFor.stream().map(Follower::position).collect(Collectors.toSet());
    long outdated = compact(compacted, remembered);
    if (!isAny && outdated == 0) {
      return Optional.empty();
    }
    FeedEvent.FeedPruned pruned = new FeedEvent.FeedPruned(upTo, outdated);
    listener.on(pruned);
    return Optional.of(pruned);
  }

  private long compact(Position upTo, Set<Position> remembered) {
    long all = 0;
    long forgotten = -1;
    while (forgotten != 0 && !Thread.currentThread().isInterrupted()) {
      forgotten = feed.compact(upTo, remembered);
      all += forgotten;
    }
    return all;
  }

  private static Position min(Position one, Position other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private static Position before(Position position) {
    return new Position(Math.max(0, position.value() - 1));
  }

  /** The last position up to which all changes are older, and never the last of all; by halves. */
  private Position lastBefore(Instant time, Position latest) {
    long low = 0;
    long high = latest.value() - 1;
    while (low < high) {
      long middle = low + (high - low + 1) / 2;
      if (isOlder(middle, time)) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return new Position(low);
  }

  private boolean isOlder(long position, Instant time) {
    return feed.after(new Position(position - 1), 1).stream()
        .allMatch(change -> change.at().isBefore(time));
  }
}
