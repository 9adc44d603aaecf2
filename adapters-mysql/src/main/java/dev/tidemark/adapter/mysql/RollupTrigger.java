package dev.tidemark.adapter.mysql;

/**
 * One trigger, as it should be.
 *
 * @param moment {@code AFTER INSERT}
 * @param body as the server gives it back
 */
record RollupTrigger(String name, String table, String moment, String body) {

  /** Whether it does the same; some servers keep the names of tables in lower case. */
  boolean is(RollupTrigger found) {
    return table.equalsIgnoreCase(found.table())
        && moment.equals(found.moment())
        && body.equals(found.body());
  }

  String create() {
    return "CREATE TRIGGER %s %s ON %s FOR EACH ROW %s"
        .formatted(Names.quote(name), moment, Names.quote(table), body);
  }
}
