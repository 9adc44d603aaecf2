package dev.tidemark.app.sample;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The rows of one type, tombstones included, in the order of the bare list.
 *
 * @param generated the JSON number that the bare list gives as {@code meta.generated}; empty for
 *     the time at which the list was built
 */
record SampleTable(String type, List<SampleRow> rows, Optional<String> generated) {

  /** {@code rows} is kept, not copied: it can be long, and its maker must be done with it. */
  SampleTable {}

  static SampleTable of(String type, List<SampleRow> rows) {
    return new SampleTable(type, rows, Optional.empty());
  }

  Stream<SampleRow> liveRows() {
    return rows.stream().filter(SampleRow::live);
  }

  int live() {
    return (int) liveRows().count();
  }

  /** Whether everybody is shown the same rows, byte for byte. */
  boolean sameForAll() {
    return rows.stream().allMatch(row -> row.forEveryone() == row.forMembers());
  }
}
