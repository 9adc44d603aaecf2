package dev.tidemark.core.mirror;

import dev.tidemark.core.feed.Change;
import dev.tidemark.core.feed.Position;
import dev.tidemark.core.feed.spi.ChangeFeed;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.RowKey;
import java.util.List;
import java.util.Set;

/** What the feed explains: keys that changed behind the place where a mirror is. */
record Explained(ChangeFeed feed) {

  private static final int PAGE = 10_000;

  /** Takes out of these keys of one type those that changed behind the position. */
  void remove(EntityType type, Set<RowKey> keys, Position behind) {
    Position at = behind;
    List<Change> page = feed.after(at, PAGE);
    while (!page.isEmpty() && !keys.isEmpty()) {
      for (Change change : page) {
        if (change.type().equals(type.name())) {
          keys.remove(change.key());
        }
      }
      at = page.get(page.size() - 1).position();
      page = feed.after(at, PAGE);
    }
  }
}
