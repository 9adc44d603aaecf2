package dev.tidemark.adapter.sqlite;

import dev.tidemark.core.schema.EntityType;

/** The statements of one strong type, and what fills and reads them; made once. */
record StrongSql(
    String selectOne,
    String selectAll,
    String insert,
    String update,
    String delete,
    RowBinder binder,
    RowReader reader) {

  static StrongSql of(EntityType type) {
    TierTable table = new TierTable(type, true);
    return new StrongSql(
        table.selectOne(),
        table.selectAll(),
        table.insert(),
        table.update(),
        table.deleteVersion(),
        new RowBinder(type),
        new RowReader(type));
  }
}
