package dev.tidemark.app.e2e;

import dev.tidemark.core.schema.EntityType;
import java.nio.file.Files;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * Everything that a cycle may change, row by row; times and numbers of cycles left out.
 *
 * @param rows what is stored, by type and key
 * @param held cursors and all that is kept aside
 * @param position the end of the feed
 */
record Image(Map<String, String> rows, Map<String, String> held, long position) {

  private static final List<String> HELD =
      List.of(
          "SELECT 'cursor ' || type AS k, followed_to || complete AS v FROM _cursor",
          "SELECT 'orphan ' || type || key AS k, missing || row AS v FROM _orphan",
          "SELECT 'bad ' || type || identity AS k, reason || json AS v FROM _quarantine",
          "SELECT 'unanswered ' || type || key AS k, '' AS v FROM _unanswered");

  static Image of(Copy copy) {
    if (!hasTables(copy)) {
      return new Image(Map.of(), Map.of(), 0);
    }
    Map<String, String> rows = new TreeMap<>();
    for (EntityType type : copy.schema().types()) {
      copy.query("SELECT * FROM " + type.name())
          .forEach(row -> rows.put(type + " " + row.get("id"), row.toString()));
    }
    Map<String, String> held = new TreeMap<>();
    for (String query : HELD) {
      copy.query(query)
          .forEach(row -> held.put(String.valueOf(row.get("k")), String.valueOf(row.get("v"))));
    }
    return new Image(rows, held, position(copy));
  }

  /** The end of the feed alone, which is quick. */
  static long position(Copy copy) {
    return hasTables(copy) ? copy.number("SELECT coalesce(max(position), 0) FROM _change") : 0;
  }

  /** The table that is made last. */
  private static boolean hasTables(Copy copy) {
    List<EntityType> types = copy.schema().types();
    String last = types.get(types.size() - 1).name();
    return Files.exists(copy.directory().resolve("replica.db"))
        && copy.number("SELECT count(*) FROM sqlite_schema WHERE name = '" + last + "'") == 1;
  }

  boolean hasTables() {
    return position > 0;
  }

  boolean isSameAs(Image other) {
    return equals(other);
  }

  Set<String> changedSince(Image before) {
    Set<String> changed = new HashSet<>(rows.keySet());
    changed.addAll(before.rows.keySet());
    changed.removeIf(key -> Objects.equals(rows.get(key), before.rows.get(key)));
    return changed;
  }

  String difference(Image before, Image after) {
    return "%d rows differ from before, %d from after; held alike: %s and %s"
        .formatted(
            changedSince(before).size(),
            changedSince(after).size(),
            held.equals(before.held),
            held.equals(after.held));
  }
}
