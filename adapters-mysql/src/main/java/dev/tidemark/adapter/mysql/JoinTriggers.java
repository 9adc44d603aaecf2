package dev.tidemark.adapter.mysql;

import dev.tidemark.core.rollup.RollupPlan.Join;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The triggers on a type that events refer to. They note the cells of all events that reach a row:
 * before it is written those that they were in, and behind that those that they are in.
 */
final class JoinTriggers {

  private static final String HEAD =
      "BEGIN DECLARE its_bucket DATETIME; DECLARE its_cell BINARY(32); DECLARE is_over INT DEFAULT 0; DECLARE is_there INT DEFAULT 0; ";

  private static final String LOOP =
      "OPEN cells; FETCH cells INTO %1$s; WHILE is_over = 0 DO %2$sFETCH cells INTO %1$s; END WHILE; CLOSE cells; ";

  private final PlanSql sql;
  private final Join join;
  private final String table;
  private final String key;

  JoinTriggers(PlanSql sql, Join join) {
    this.sql = sql;
    this.join = join;
    this.table = TypeTable.of(join.target(), sql.names().prefix()).name();
    this.key = Names.quote(join.targetKey());
  }

  List<RollupTrigger> all() {
    return Stream.of("before", "after").flatMap(this::at).toList();
  }

  private Stream<RollupTrigger> at(String side) {
    String insert = noting(List.of("NEW"), "%s");
    return Stream.of(
        trigger(side, "insert", side.equals("before") ? unlessThere() : insert),
        trigger(side, "update", ifOther()),
        trigger(side, "delete", noting(List.of("OLD"), "%s")));
  }

  private RollupTrigger trigger(String side, String event, String body) {
    return new RollupTrigger(
        sql.names().trigger(join.alias(), side.substring(0, 1) + event.charAt(0)),
        table,
        side.toUpperCase(Locale.ROOT) + " " + event.toUpperCase(Locale.ROOT),
        body);
  }

  /** An upsert is an insert before it turns out to be an update, which has triggers of its own. */
  private String unlessThere() {
    String read =
        "SELECT COUNT(*) INTO is_there FROM %s WHERE %s = NEW.%s; "
            .formatted(Names.quote(table), key, key);
    return noting(List.of("NEW"), read + "IF is_there = 0 THEN %sEND IF; ");
  }

  private String ifOther() {
    Set<String> telling = new LinkedHashSet<>(sql.plan().fieldsOf(join.alias()));
    telling.add(join.targetKey());
    return noting(
        List.of("OLD", "NEW"), "IF " + SourceTriggers.differs(telling) + " THEN %sEND IF; ");
  }

  private String noting(List<String> rows, String around) {
    String reaching =
        rows.stream()
            .map(row -> sql.reaches(join, row + "." + key))
            .collect(Collectors.joining(" OR "));
    String cells =
        "DECLARE cells CURSOR FOR SELECT DISTINCT %s, %s FROM %s WHERE %s IS NOT NULL AND (%s); "
            .formatted(sql.bucket(), sql.cell(), sql.from(), sql.time(), reaching);
    String loop = LOOP.formatted(SourceTriggers.NOTED, SourceTriggers.note(sql.names()));
    return HEAD
        + cells
        + "DECLARE CONTINUE HANDLER FOR NOT FOUND SET is_over = 1; "
        + around.formatted(loop)
        + "END";
  }
}
