package dev.tidemark.app.sample;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.core.InvalidConfigurationException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Folders of JSON files in the API's envelope, one after the other. Rows are served as they are in
 * the present folder; a row that was in an earlier one and is in it no more is served as a
 * tombstone to those who ask for changes.
 */
public final class FolderData implements SampleData {

  private static final long SECOND = 1_000_000;

  private final List<Map<String, SampleTable>> folders;
  private final Clock clock;
  private int present;
  private volatile SampleState state;

  private FolderData(List<Map<String, SampleTable>> folders, Clock clock) {
    this.folders = folders;
    this.clock = clock;
    this.state = state(folders.get(0), Map.of());
  }

  /**
   * Reads all {@code folders} at once, so that a mistake in the last one shows at the start.
   *
   * @throws InvalidConfigurationException if one is missing or has no JSON file
   * @throws dev.tidemark.core.StorageException if a file cannot be read or is no answer of the API
   */
  public static FolderData open(List<Path> folders, Clock clock) {
    if (folders.isEmpty()) {
      throw new InvalidConfigurationException("sample folders", List.of("none is given"));
    }
    return new FolderData(folders.stream().map(FolderReader::tables).toList(), clock);
  }

  @Override
  public SampleState state() {
    return state;
  }

  @Override
  public synchronized boolean advance() {
    if (present + 1 == folders.size()) {
      return false;
    }
    present++;
    state = state(folders.get(present), state.tables());
    return true;
  }

  private SampleState state(Map<String, SampleTable> folder, Map<String, SampleTable> before) {
    Map<String, SampleTable> tables = new LinkedHashMap<>();
    long deleted = deletionTime(folder, before);
    for (String type : types()) {
      tables.put(type, table(type, folder.get(type), tombstones(type, folder, before, deleted)));
    }
    return new SampleState(tables);
  }

  private static SampleTable table(
      String type, @Nullable SampleTable present, List<SampleRow> tombstones) {
    if (present == null) {
      return SampleTable.of(type, tombstones);
    }
    List<SampleRow> rows = new ArrayList<>(present.rows());
    rows.addAll(tombstones);
    return new SampleTable(type, rows, present.generated());
  }

  /** PeeringDB's types, parents first, then what else any of the folders has. */
  private Set<String> types() {
    Set<String> types = new LinkedHashSet<>(Kind.types());
    folders.forEach(folder -> types.addAll(folder.keySet()));
    return types;
  }

  /** Now, but later than any row: a reader's cursor must not be past it. */
  private long deletionTime(Map<String, SampleTable> folder, Map<String, SampleTable> before) {
    long newest = Math.max(newest(folder), newest(before));
    long now = ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant());
    return Math.max(now, newest + SECOND) / SECOND * SECOND;
  }

  private static long newest(Map<String, SampleTable> tables) {
    return tables.values().stream()
        .flatMap(table -> table.rows().stream())
        .mapToLong(SampleRow::updated)
        .max()
        .orElse(0);
  }

  private static List<SampleRow> tombstones(
      String type, Map<String, SampleTable> folder, Map<String, SampleTable> before, long deleted) {
    Set<Long> present =
        rows(folder.get(type)).stream().map(SampleRow::id).collect(Collectors.toSet());
    return rows(before.get(type)).stream()
        .filter(row -> !present.contains(row.id()))
        .map(row -> row.deleted() ? row : tombstone(row, deleted))
        .toList();
  }

  private static List<SampleRow> rows(@Nullable SampleTable table) {
    return table == null ? List.of() : table.rows();
  }

  private static SampleRow tombstone(SampleRow row, long deleted) {
    byte[] before = Objects.requireNonNull(row.forEveryone(), "a row of a folder is visible");
    ObjectNode fields = SampleJson.tree(before);
    fields.put("status", SampleRow.DELETED);
    fields.put("updated", Instant.EPOCH.plus(deleted, ChronoUnit.MICROS).toString());
    byte[] json = SampleJson.bytes(fields);
    return new SampleRow(row.id(), row.created(), deleted, SampleRow.DELETED, json, json);
  }
}
