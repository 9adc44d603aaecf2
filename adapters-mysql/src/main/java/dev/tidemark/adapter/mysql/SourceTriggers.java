package dev.tidemark.adapter.mysql;

import dev.tidemark.core.rollup.Changes;
import dev.tidemark.core.rollup.RollupPlan;
import dev.tidemark.core.schema.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The triggers on a rollup's source. They read with plain SELECTs and write rows of their own
 * alone, so that nobody waits for anybody.
 */
final class SourceTriggers {

  static final String NOTED = "its_bucket, its_cell";

  private static final String FOUND = "DECLARE its_bucket DATETIME; DECLARE its_cell BINARY(32); ";

  private final PlanSql sql;
  private final RollupPlan plan;

  SourceTriggers(PlanSql sql) {
    this.sql = sql;
    this.plan = sql.plan();
  }

  List<RollupTrigger> all() {
    List<RollupTrigger> triggers = new ArrayList<>();
    if (isCaptured()) {
      triggers.add(trigger("ai", "AFTER INSERT", FOUND + noting("NEW")));
    }
    triggers.add(trigger("au", "AFTER UPDATE", FOUND + updated()));
    triggers.add(
        trigger(
            "ad",
            "AFTER DELETE",
            plan.definition().archives() ? archived() : FOUND + noting("OLD")));
    return triggers;
  }

  /** One that does nothing, and that no rollup has: whether one may be made at all. */
  RollupTrigger probe() {
    return trigger("bi", "BEFORE INSERT", "");
  }

  private boolean isCaptured() {
    return plan.definition().changes() instanceof Changes.Captured;
  }

  private RollupTrigger trigger(String event, String moment, String statements) {
    return new RollupTrigger(
        sql.names().trigger(RollupPlan.SOURCE, event),
        TypeTable.of(plan.source(), sql.names().prefix()).name(),
        moment,
        "BEGIN " + statements + "END");
  }

  private String updated() {
    Set<String> telling =
        isCaptured() ? plan.fieldsOf(RollupPlan.SOURCE) : plan.placing(RollupPlan.SOURCE);
    return "IF %s THEN %s%sEND IF; ".formatted(differs(telling), noting("OLD"), noting("NEW"));
  }

  /** By their bytes: a blank more at the end is another text. */
  static String differs(Set<String> fields) {
    return fields.stream()
        .map(Names::quote)
        .map("NOT (CAST(OLD.%1$s AS BINARY) <=> CAST(NEW.%1$s AS BINARY))"::formatted)
        .collect(Collectors.joining(" OR "));
  }

  /** Notes the cell of the old or the new row, if it is in one. */
  private String noting(String row) {
    PlanSql event = sql.of(row);
    String read = read(event, Stream.of(event.bucket(), event.cell()), NOTED);
    return onlyTimed(event, read + note(sql.names()));
  }

  private static String onlyTimed(PlanSql event, String statements) {
    return "IF %s IS NOT NULL THEN %sEND IF; ".formatted(event.time(), statements);
  }

  private static String read(PlanSql event, Stream<String> what, String into) {
    return PlanSql.select(what, event.from()) + " INTO " + into + "; ";
  }

  static String note(RollupNames names) {
    return "INSERT INTO %s (%s, %s, noted_at) VALUES (%s, UTC_TIMESTAMP(3)); "
        .formatted(Names.quote(names.notes()), PlanSql.BUCKET, Names.quote(PlanSql.CELL), NOTED);
  }

  /** Keeps what the row brought; its cell stays what it was, if it had been computed. */
  private String archived() {
    PlanSql event = sql.of("OLD");
    Stream<String> what =
        Stream.of(
                Stream.of(event.bucket(), event.cell()),
                plan.keys().stream().map(event::at),
                plan.measures().stream().map(event::one))
            .flatMap(each -> each);
    String keep =
        PlanSql.insert(
            sql.names().removed(), sql.columns(), "VALUES (" + NOTED + variables() + "); ");
    return FOUND
        + declared()
        + onlyTimed(event, read(event, what, NOTED + variables()) + keep + noteUnseen());
  }

  private String variables() {
    return IntStream.range(0, sql.contents().size())
        .mapToObj(i -> ", its_" + i)
        .collect(Collectors.joining());
  }

  private String declared() {
    List<Field> fields =
        Stream.concat(plan.keyFields().stream(), plan.measureFields().stream()).toList();
    String variables =
        IntStream.range(0, fields.size())
            .mapToObj(i -> "DECLARE its_%d %s; ".formatted(i, variable(fields.get(i))))
            .collect(Collectors.joining());
    return variables + (isCaptured() ? "" : "DECLARE seen BIGINT; ");
  }

  private static String variable(Field field) {
    MirrorColumn column = MirrorColumn.of(field);
    return column.isText()
        ? column.type() + " CHARACTER SET utf8mb4 COLLATE " + MirrorColumn.COLLATION
        : column.type();
  }

  /** What lies behind the watermark is in no cell yet, and cannot be found any more. */
  private String noteUnseen() {
    if (!(plan.definition().changes() instanceof Changes.BySequence by)) {
      return "";
    }
    return "SELECT watermark_sequence INTO seen FROM %s WHERE name = '%s'; IF IFNULL(OLD.%s > seen, 1) THEN %sEND IF; "
        .formatted(
            Names.quote(sql.names().standings()),
            plan.name(),
            Names.quote(by.field()),
            note(sql.names()));
  }
}
