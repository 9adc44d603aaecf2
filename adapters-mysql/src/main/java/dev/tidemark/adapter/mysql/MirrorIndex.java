package dev.tidemark.adapter.mysql;

import java.util.List;
import java.util.stream.Collectors;

/** A secondary index of a mirror's table: its columns, in order. */
record MirrorIndex(List<Part> parts) {

  /** InnoDB takes no longer keys. */
  static final int MOST_BYTES = 3_072;

  private static final int NUMBER_BYTES = 8;
  private static final int CHARACTER_BYTES = 4;
  private static final int ENOUGH_CHARACTERS = 191;
  private static final int LONGEST_NAME = 64;

  /**
   * One column of an index.
   *
   * @param length how much of it is indexed: characters of a text, bytes of a key's; 0 for all
   */
  record Part(String column, int length) {
    String definition() {
      return Names.quote(column) + (length == 0 ? "" : "(" + length + ")");
    }
  }

  MirrorIndex {
    parts = List.copyOf(parts);
  }

  /** As much of the texts as fits. */
  static MirrorIndex of(List<MirrorColumn> columns) {
    long texts = columns.stream().filter(MirrorIndex::isLong).count();
    int others = (int) (columns.size() - texts) * NUMBER_BYTES;
    int share = texts == 0 ? 0 : (MOST_BYTES - others) / (int) texts;
    return new MirrorIndex(columns.stream().map(column -> part(column, share)).toList());
  }

  private static boolean isLong(MirrorColumn column) {
    return column.isText() || column.isBytes();
  }

  private static Part part(MirrorColumn column, int share) {
    if (column.isText()) {
      return new Part(column.name(), Math.min(ENOUGH_CHARACTERS, share / CHARACTER_BYTES));
    }
    return new Part(column.name(), column.isBytes() && column.bytes() > share ? share : 0);
  }

  /** {@code INDEX `ix_name` (`name`(191))}. */
  String definition() {
    return "INDEX %s (%s)"
        .formatted(
            Names.quote(name()),
            parts.stream().map(Part::definition).collect(Collectors.joining(", ")));
  }

  /** Tells it apart from the other indexes of its table. */
  String name() {
    String full = parts.stream().map(Part::column).collect(Collectors.joining("_", "ix_", ""));
    String hash = Integer.toHexString(parts.hashCode());
    return full.length() <= LONGEST_NAME
        ? full
        : full.substring(0, LONGEST_NAME - hash.length() - 1) + "_" + hash;
  }
}
