package dev.tidemark.core.job;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a run has done, as the history keeps it. What is too long for that is cut, and never an
 * error: the work is done.
 *
 * @param rows how many rows, keys or things of another kind it has changed
 * @param notes short texts by name, for people; at most 16 of them, of 40 and 200 characters
 */
public record JobResult(long rows, Map<String, String> notes) {

  private static final int MOST_NOTES = 16;
  private static final int LONGEST_NAME = 40;
  private static final int LONGEST_NOTE = 200;

  /** There was nothing to do. Of such runs in a row, the history keeps the last. */
  public static final JobResult NOTHING = new JobResult(0, Map.of());

  public JobResult {
    SortedMap<String, String> kept = new TreeMap<>();
    new TreeMap<>(notes)
        .forEach(
            (name, note) -> {
              if (kept.size() < MOST_NOTES) {
                kept.put(
                    ShortText.line(name, LONGEST_NAME).replace('=', ' '),
                    ShortText.line(note, LONGEST_NOTE));
              }
            });
    notes = Map.copyOf(kept);
  }

  public static JobResult of(long rows) {
    return new JobResult(rows, Map.of());
  }

  boolean isNothing() {
    return equals(NOTHING);
  }

  /** A line for each note, by name. */
  String noteLines() {
    StringBuilder lines = new StringBuilder();
    new TreeMap<>(notes)
        .forEach((name, note) -> lines.append(name).append('=').append(note).append('\n'));
    return lines.toString();
  }

  static JobResult read(long rows, String noteLines) {
    Map<String, String> notes = new TreeMap<>();
    noteLines
        .lines()
        .map(line -> line.split("=", 2))
        .filter(parts -> parts.length == 2)
        .forEach(parts -> notes.put(parts[0], parts[1]));
    return new JobResult(rows, notes);
  }
}
