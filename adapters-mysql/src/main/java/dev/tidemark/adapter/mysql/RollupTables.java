package dev.tidemark.adapter.mysql;

import dev.tidemark.core.rollup.Changes;
import dev.tidemark.core.rollup.RollupPlan;
import dev.tidemark.core.schema.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The tables of one rollup, and the indexes that its source has to have. */
final class RollupTables {

  private static final String SEQUENCE = "seq BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY";

  private static final List<String> BY_SEQUENCE = List.of("seq");
  private static final List<String> BY_CELL = List.of(PlanSql.BUCKET, PlanSql.CELL);

  private final RollupPlan plan;
  private final RollupNames names;

  RollupTables(PlanSql sql) {
    this.plan = sql.plan();
    this.names = sql.names();
  }

  /**
   * One table.
   *
   * @param columns that it has to have
   * @param key the columns of its primary key
   * @param rest of the statement that makes it
   */
  record Table(String name, List<MirrorColumn> columns, List<String> key, String rest) {

    String create() {
      return create("CREATE TABLE ");
    }

    private String create(String create) {
      String definitions =
          columns.stream().map(MirrorColumn::definition).collect(Collectors.joining(", "));
      return create + Names.quote(name) + " (" + definitions + ", " + rest + options();
    }

    private static String options() {
      return ") ENGINE=InnoDB ROW_FORMAT=DYNAMIC DEFAULT CHARACTER SET utf8mb4 COLLATE "
          + MirrorColumn.COLLATION;
    }

    /** Whether one that is there will do. */
    boolean is(FoundTable found) {
      return found.isBase()
          && hasKey(found)
          && takesRows(found)
          && columns.stream()
              .allMatch(
                  column ->
                      Optional.ofNullable(found.columns().get(column.name()))
                          .filter(there -> there.is(column))
                          .isPresent());
    }

    private boolean hasKey(FoundTable found) {
      return found.primaryKey().stream().map(MirrorIndex.Part::column).toList().equals(key);
    }

    /** Whether those can be written that do not name what is there besides. */
    private boolean takesRows(FoundTable found) {
      Set<String> ours = columns.stream().map(MirrorColumn::name).collect(Collectors.toSet());
      return found.columns().entrySet().stream()
          .allMatch(each -> ours.contains(each.getKey()) || each.getValue().isOptional());
    }
  }

  /** Those that hold what cannot be computed anew. */
  List<Table> irreplaceable() {
    return plan.definition().archives() ? archives() : List.of();
  }

  /** All of them, but for those of all rollups. */
  List<Table> all() {
    List<Table> tables = new ArrayList<>(List.of(cells(), notes()));
    tables.addAll(irreplaceable());
    return tables;
  }

  private Table cells() {
    return new Table(names.cells(), columns(), BY_CELL, "PRIMARY KEY (bucket, _cell)");
  }

  private Table notes() {
    List<MirrorColumn> columns =
        List.of(bucket(), cell(), new MirrorColumn("noted_at", "datetime(3)", false, false));
    return new Table(names.notes(), columns, BY_SEQUENCE, SEQUENCE);
  }

  /** Of what is archived; whoever removes rows only ever adds to the second. */
  private List<Table> archives() {
    return List.of(
        new Table(names.archive(), columns(), BY_CELL, "PRIMARY KEY (bucket, _cell)"),
        new Table(names.removed(), columns(), BY_SEQUENCE, SEQUENCE + ", INDEX (bucket)"));
  }

  String createWork() {
    return ("CREATE TEMPORARY TABLE %s (bucket DATETIME NOT NULL, _cell BINARY(32) NOT NULL,"
            + " was_there TINYINT NOT NULL, PRIMARY KEY (bucket, _cell)) ENGINE=InnoDB")
        .formatted(Names.quote(names.work()));
  }

  private List<MirrorColumn> columns() {
    return Stream.of(
            Stream.of(bucket(), cell()),
            plan.keyFields().stream().map(RollupTables::column),
            plan.measureFields().stream().map(RollupTables::column))
        .flatMap(each -> each)
        .toList();
  }

  private static MirrorColumn bucket() {
    return new MirrorColumn(PlanSql.BUCKET, "datetime", false, false);
  }

  private static MirrorColumn cell() {
    return new MirrorColumn(PlanSql.CELL, "binary(32)", false, false);
  }

  private static MirrorColumn column(Field field) {
    MirrorColumn column = MirrorColumn.of(field);
    return new MirrorColumn(column.name(), column.type(), column.isText(), field.nullable());
  }

  /** Of the source: for the events of a time, and for those that have changed. */
  List<MirrorIndex> indexes() {
    String time = plan.time().name();
    Changes changes = plan.definition().changes();
    Stream<List<String>> columns =
        changes instanceof Changes.ByTime by
            ? Stream.of(List.of(time), List.of(by.field(), time))
            : changes instanceof Changes.BySequence by
                ? Stream.of(List.of(time), List.of(by.field()))
                : Stream.of(List.of(time));
    return columns.map(this::index).toList();
  }

  private MirrorIndex index(List<String> fields) {
    TypeTable source = TypeTable.of(plan.source(), names.prefix());
    List<MirrorColumn> all = source.columns();
    return MirrorIndex.of(
        fields.stream().map(field -> all.get(plan.source().indexOf(field))).toList());
  }
}
