package dev.tidemark.adapter.sqlite;

import dev.tidemark.core.snapshot.SnapshotVersion;
import java.util.List;
import java.util.Optional;

/** What the file {@code current} of a shelf says: it is replaced in one step. */
record ShelfState(SnapshotVersion serving, SnapshotVersion highest) {

  private static final String HEAD = "tidemark-shelf 1";
  private static final String SERVING = "serving=";
  private static final String HIGHEST = "highest=";

  String text() {
    return "%s\n%s%s\n%s%s\n".formatted(HEAD, SERVING, serving, HIGHEST, highest);
  }

  /** Empty if it is no such text. */
  static Optional<ShelfState> parse(String text) {
    List<String> lines = text.lines().toList();
    if (lines.size() != 3
        || !lines.get(0).equals(HEAD)
        || !lines.get(1).startsWith(SERVING)
        || !lines.get(2).startsWith(HIGHEST)) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new ShelfState(
              SnapshotVersion.parse(lines.get(1).substring(SERVING.length())),
              SnapshotVersion.parse(lines.get(2).substring(HIGHEST.length()))));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
