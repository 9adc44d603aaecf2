package dev.tidemark.adapter.mysql;

import dev.tidemark.core.mirror.spi.TableState.Trust;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What has to be done so that a table is as its type asks for.
 *
 * @param statement empty if it is as it should be
 * @param trust how far it can be trusted once that is done, if anything is
 */
record TablePlan(TypeTable table, Optional<String> statement, Trust trust) {

  static TablePlan of(TypeTable table, @Nullable FoundTable found) {
    return found == null
        ? new TablePlan(table, Optional.of(table.create()), Trust.NEW)
        : new TablePlan(table, alter(table, found), Trust.DOUBTED);
  }

  /** One statement, so that a large table is copied once and not for each column. */
  private static Optional<String> alter(TypeTable table, FoundTable found) {
    String changes =
        Stream.concat(
                table.columns().stream().flatMap(column -> change(column, found)),
                table.indexes().stream().flatMap(index -> change(index, found)))
            .collect(Collectors.joining(", "));
    return changes.isEmpty()
        ? Optional.empty()
        : Optional.of("ALTER TABLE " + table.quotedName() + " " + changes);
  }

  private static Stream<String> change(MirrorColumn column, FoundTable found) {
    FoundTable.FoundColumn there = found.columns().get(column.name());
    if (there == null) {
      return Stream.of("ADD COLUMN " + column.definition());
    }
    return there.is(column) ? Stream.empty() : Stream.of("MODIFY COLUMN " + column.definition());
  }

  private static Stream<String> change(MirrorIndex index, FoundTable found) {
    if (found.hasIndex(index)) {
      return Stream.empty();
    }
    Stream<String> other =
        found.indexes().containsKey(index.name())
            ? Stream.of("DROP INDEX " + Names.quote(index.name()))
            : Stream.empty();
    return Stream.concat(other, Stream.of("ADD " + index.definition()));
  }

  /** What is wrong with a table that no statement here may change. */
  static Stream<String> problems(TypeTable table, FoundTable found) {
    return Stream.of(
            when(!found.isBase(), "it is no table but a view"),
            when(
                found.isBase() && !found.engine().orElse("").equalsIgnoreCase("InnoDB"),
                "its engine is " + found.engine().orElse("none") + ", expected InnoDB"),
            key(table, found),
            strangers(table, found))
        .flatMap(each -> each)
        .map(problem -> "table " + table.name() + ": " + problem);
  }

  private static Stream<String> key(TypeTable table, FoundTable found) {
    List<MirrorIndex.Part> expected =
        table.type().key().stream().map(column -> new MirrorIndex.Part(column, 0)).toList();
    return when(
        found.isBase() && !found.primaryKey().equals(expected),
        "its primary key is %s, expected %s"
            .formatted(
                found.primaryKey().stream().map(MirrorIndex.Part::definition).toList(),
                expected.stream().map(MirrorIndex.Part::definition).toList()));
  }

  /** Columns that somebody else has added are fine as long as rows can do without them. */
  private static Stream<String> strangers(TypeTable table, FoundTable found) {
    List<String> ours = table.columnNames();
    return found.columns().entrySet().stream()
        .filter(column -> !ours.contains(column.getKey()) && !column.getValue().isOptional())
        .map(Map.Entry::getKey)
        .sorted()
        .map(column -> "its column " + column + " is not of the schema and needs a value");
  }

  private static Stream<String> when(boolean holds, String problem) {
    return holds ? Stream.of(problem) : Stream.empty();
  }
}
