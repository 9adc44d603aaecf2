package dev.tidemark.adapter.sqlite;

import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.RowKey;
import dev.tidemark.core.state.spi.Removed;
import dev.tidemark.core.state.spi.RepairRule;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** One repair, in a transaction on a weak file to which the strong one is attached. */
final class RepairRun {

  /** What the strong file is attached as. */
  static final String STRONG = "strong";

  private final Connection connection;
  private final List<RepairRule> rules;
  private final Map<EntityType, Long> before = new LinkedHashMap<>();
  private final List<List<RowKey>> removed = new ArrayList<>();

  RepairRun(Connection connection, List<RepairRule> rules) {
    this.connection = connection;
    this.rules = List.copyOf(rules);
  }

  /** Removes until there is nothing to remove. */
  List<Removed> run() throws SQLException {
    for (RepairRule rule : rules) {
      before.put(
          rule.type(),
          Connections.number(connection, "SELECT count(*) FROM main." + name(rule.type())));
      removed.add(new ArrayList<>());
    }
    while (pass()) {
      // Until one finds nothing.
    }
    List<Removed> told = new ArrayList<>();
    for (int i = 0; i < rules.size(); i++) {
      RepairRule rule = rules.get(i);
      told.add(new Removed(rule, before.getOrDefault(rule.type(), 0L), removed.get(i)));
    }
    return told;
  }

  private boolean pass() throws SQLException {
    boolean found = false;
    for (int i = 0; i < rules.size(); i++) {
      found |= remove(rules.get(i), removed.get(i));
    }
    return found;
  }

  private boolean remove(RepairRule rule, List<RowKey> into) throws SQLException {
    int known = into.size();
    String sql =
        "DELETE FROM main.%s AS t WHERE %s RETURNING %s"
            .formatted(
                name(rule.type()),
                useless(rule),
                EntityTable.list(rule.type().key(), EntityTable::quote));
    try (Statement statement = connection.createStatement();
        ResultSet keys = statement.executeQuery(sql)) {
      while (keys.next()) {
        into.add(RowKeys.read(rule.type(), keys));
      }
    }
    return into.size() > known;
  }

  private static String useless(RepairRule rule) {
    if (rule instanceof RepairRule.Dangling dangling) {
      EntityTable parent = new EntityTable(dangling.parent());
      return ReferenceSql.refers("t", dangling.reference())
          + " AND "
          + ReferenceSql.absent(
              "t", dangling.reference(), parent, dangling.strong() ? STRONG : "main");
    }
    RepairRule.Unkept unkept = (RepairRule.Unkept) rule;
    return unkept.keepers().stream()
        .map(keeper -> notKept(new EntityTable(unkept.type()), keeper))
        .collect(Collectors.joining(" AND "));
  }

  private static String notKept(EntityTable kept, RepairRule.Keeper keeper) {
    return "NOT EXISTS (SELECT 1 FROM main.%s AS c WHERE %s)"
        .formatted(name(keeper.type()), ReferenceSql.refersTo("c", keeper.reference(), "t", kept));
  }

  private static String name(EntityType type) {
    return EntityTable.quote(type.name());
  }
}
