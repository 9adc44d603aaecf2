package dev.tidemark.core.snapshot;

import dev.tidemark.core.InvalidConfigurationException;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Field;
import dev.tidemark.core.schema.NearMiss;
import dev.tidemark.core.schema.Reference;
import dev.tidemark.core.schema.Schema;
import dev.tidemark.core.snapshot.spi.WhereParser;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Fits one specification to a schema, and finds everything that is wrong with it. */
final class SnapshotFit {

  private final List<String> problems = new ArrayList<>();
  private final SnapshotSpec spec;
  private final Schema schema;
  private final WhereParser parser;

  SnapshotFit(SnapshotSpec spec, Schema schema, WhereParser parser) {
    this.spec = spec;
    this.schema = schema;
    this.parser = parser;
  }

  /**
   * @throws InvalidConfigurationException with all problems
   */
  SnapshotPlan plan() {
    checkNames();
    List<SnapshotPlan.Table> tables = tables();
    if (!problems.isEmpty()) {
      throw new InvalidConfigurationException("snapshot " + spec.name(), problems);
    }
    Schema file = Schema.of(schema.name(), tables.stream().map(SnapshotPlan.Table::kept).toList());
    List<SnapshotPlan.Table> ordered =
        file.types().stream()
            .flatMap(type -> tables.stream().filter(table -> table.kept().equals(type)))
            .toList();
    return new SnapshotPlan(spec.name(), file, ordered, hash(tables));
  }

  /** Of the tables in the order of the schema, which is the same whatever the references left. */
  private static String hash(List<SnapshotPlan.Table> tables) {
    StringBuilder text = new StringBuilder("tidemark-snapshot-specification 1\n");
    tables.forEach(table -> text.append(CanonicalText.of(table)));
    return Sha256.of(text.toString());
  }

  private void checkNames() {
    if (!SnapshotSpec.isName(spec.name())) {
      problems.add(noName(spec.name()));
    }
    if (spec.tables().isEmpty()) {
      problems.add("tables: expected one table at least, found none; nothing would be copied");
    }
    List<String> known = schema.types().stream().map(EntityType::name).toList();
    spec.tables().keySet().stream()
        .filter(table -> !known.contains(table))
        .forEach(table -> problems.add("tables: " + noSuch("table", table, known)));
  }

  private List<SnapshotPlan.Table> tables() {
    List<SnapshotPlan.Table> tables = new ArrayList<>();
    for (EntityType source : schema.types()) {
      Optional.ofNullable(spec.tables().get(source.name()))
          .ifPresent(
              table ->
                  tables.add(
                      new SnapshotPlan.Table(source, kept(source, table), where(source, table))));
    }
    return tables;
  }

  private EntityType kept(EntityType source, SnapshotSpec.Table table) {
    Set<String> columns =
        table.columns().map(listed -> columns(source, listed)).orElse(new HashSet<>(names(source)));
    return new EntityType(
        source.name(),
        source.fields().stream().filter(field -> columns.contains(field.name())).toList(),
        source.key(),
        source.references().stream().filter(each -> carries(columns, each)).toList(),
        source.version().filter(columns::contains),
        source.tombstone().filter(rule -> columns.contains(rule.field())),
        source.indexes().stream().filter(columns::containsAll).toList(),
        source.unique().stream().filter(columns::containsAll).toList());
  }

  private boolean carries(Set<String> columns, Reference reference) {
    return columns.containsAll(reference.fields())
        && reference.onlyWhile().map(rule -> columns.contains(rule.field())).orElse(true)
        && spec.tables().containsKey(reference.target())
        && schema.find(reference.target()).isPresent();
  }

  private Set<String> columns(EntityType source, List<String> listed) {
    String path = source.name() + ".columns: ";
    Set<String> columns = new LinkedHashSet<>();
    for (String column : listed) {
      if (source.field(column).isEmpty()) {
        problems.add(path + noSuch("column", column, names(source)));
      } else if (!columns.add(column)) {
        problems.add(path + column + " is there twice");
      }
    }
    List<String> missing = source.key().stream().filter(key -> !columns.contains(key)).toList();
    if (!missing.isEmpty()) {
      problems.add(
          path
              + "%s identifies a row, so it must be listed, too"
                  .formatted(String.join(", ", missing)));
    }
    return columns;
  }

  private Optional<Where> where(EntityType source, SnapshotSpec.Table table) {
    return table.where().flatMap(text -> where(source, text));
  }

  private Optional<Where> where(EntityType source, String text) {
    String path = source.name() + ".where: ";
    if (text.isBlank()) {
      problems.add(path + "it is empty; leave it out to copy all rows");
      return Optional.empty();
    }
    try {
      WhereCheck check = new WhereCheck(source);
      Where where = check.check(parser.parse(text));
      check.problems().forEach(problem -> problems.add(path + problem));
      return Optional.of(where);
    } catch (IllegalArgumentException unreadable) {
      problems.add(path + unreadable.getMessage());
      return Optional.empty();
    }
  }

  static String noName(String name) {
    return "\"%s\" is no name of a snapshot: expected a small letter, then small letters, digits or -, at most 40 in all"
        .formatted(name);
  }

  static List<String> names(EntityType type) {
    return type.fields().stream().map(Field::name).toList();
  }

  /** Names are compared exactly: what only looks like one might be meant for another schema. */
  static String noSuch(String what, String name, Collection<String> known) {
    return known.stream()
        .filter(name::equalsIgnoreCase)
        .findFirst()
        .map(
            meant ->
                "no such %s: %s; upper and lower case count, it is called %s"
                    .formatted(what, name, meant))
        .orElseGet(
            () ->
                "no such %s: %s; expected one of %s%s"
                    .formatted(what, name, String.join(", ", known), NearMiss.hint(name, known)));
  }
}
