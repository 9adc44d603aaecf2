package dev.tidemark.testkit.fake;

import dev.tidemark.core.feed.Change;
import dev.tidemark.core.feed.Position;
import dev.tidemark.core.feed.spi.ChangeFeed;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The feed of a replica in memory. */
final class InMemoryFeed implements ChangeFeed {

  private final Supplier<ReplicaState> state;
  private final Consumer<Consumer<ReplicaState>> change;

  InMemoryFeed(Supplier<ReplicaState> state, Consumer<Consumer<ReplicaState>> change) {
    this.state = state;
    this.change = change;
  }

  @Override
  public List<Change> after(Position position, int atMost) {
    if (atMost < 1) {
      throw new IllegalArgumentException("read the feed: expected 1 or more, not " + atMost);
    }
    return state.get().feed.stream()
        .filter(each -> each.position().compareTo(position) > 0)
        .limit(atMost)
        .toList();
  }

  @Override
  public Position latest() {
    return state.get().latest;
  }

  @Override
  public void prune(Position upTo) {
    change.accept(next -> next.feed.removeIf(each -> each.position().compareTo(upTo) <= 0));
  }

  @Override
  public long compact(Position upTo, Set<Position> keeping) {
    Map<Object, Position> latest = new HashMap<>();
    List<Change> all = state.get().feed;
    all.forEach(each -> latest.put(List.of(each.type(), each.key()), each.position()));
    Set<Position> forgotten =
        all.stream()
            .filter(each -> each.position().compareTo(upTo) <= 0)
            .filter(each -> !latest.containsValue(each.position()))
            .map(Change::position)
            .filter(position -> !keeping.contains(position))
            .collect(Collectors.toSet());
    change.accept(next -> next.feed.removeIf(each -> forgotten.contains(each.position())));
    return forgotten.size();
  }
}
