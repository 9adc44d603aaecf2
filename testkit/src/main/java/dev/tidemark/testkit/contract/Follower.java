package dev.tidemark.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.core.feed.Change;
import dev.tidemark.core.feed.Change.Kind;
import dev.tidemark.core.feed.Position;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.RowKey;
import dev.tidemark.core.schema.Schema;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Replays the feed from empty, as a mirror would: it looks for the latest state of every key that
 * the feed names. What it holds must be what the replica holds, always.
 */
final class Follower {

  private final Schema schema;
  private final Map<EntityType, TreeMap<RowKey, Row>> rows = new HashMap<>();

  Follower(Schema schema) {
    this.schema = schema;
    schema.types().forEach(type -> rows.put(type, new TreeMap<>(KeyOrder::compare)));
  }

  /** Takes up what changed behind the position. */
  void follow(Replica replica, Position position) {
    Map<Changed, Kind> latest = new LinkedHashMap<>();
    for (Change change : replica.feed().after(position, Integer.MAX_VALUE)) {
      latest.put(new Changed(schema.type(change.type()), change.key()), change.kind());
    }
    latest.forEach((changed, kind) -> take(replica, changed, kind));
    for (EntityType type : schema.types()) {
      assertThat(replica.rows(type))
          .as("%s rows, and what the feed made of an empty copy", type)
          .containsExactlyElementsOf(of(type).values());
    }
  }

  private void take(Replica replica, Changed changed, Kind kind) {
    replica
        .reader()
        .find(changed.type(), changed.key())
        .ifPresentOrElse(
            row -> of(changed.type()).put(changed.key(), row),
            () -> of(changed.type()).remove(changed.key()));
    assertThat(of(changed.type()).containsKey(changed.key()))
        .as("%s is there, whose last change is %s", changed, kind)
        .isEqualTo(kind != Kind.PURGE);
  }

  private TreeMap<RowKey, Row> of(EntityType type) {
    return Objects.requireNonNull(rows.get(type), type::name);
  }

  private record Changed(EntityType type, RowKey key) {}
}
