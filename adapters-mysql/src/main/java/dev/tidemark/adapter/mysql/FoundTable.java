package dev.tidemark.adapter.mysql;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One table as the server has it.
 *
 * @param indexes their parts by name, the primary key among them
 */
record FoundTable(
    boolean isBase,
    Optional<String> engine,
    Map<String, FoundColumn> columns,
    Map<String, List<MirrorIndex.Part>> indexes) {

  static final String PRIMARY = "PRIMARY";

  FoundTable {
    columns = Map.copyOf(new LinkedHashMap<>(columns));
    indexes = Map.copyOf(indexes);
  }

  List<MirrorIndex.Part> primaryKey() {
    return indexes.getOrDefault(PRIMARY, List.of());
  }

  boolean hasIndex(MirrorIndex index) {
    return indexes.containsValue(index.parts());
  }

  /**
   * One column as the server has it.
   *
   * @param type without the width of a BIGINT
   * @param extra what else the server says of it: that it is generated, say
   */
  record FoundColumn(
      String type, boolean isNullable, boolean hasDefault, String collation, String extra) {

    boolean is(MirrorColumn wanted) {
      return type.equals(wanted.type())
          && isNullable == wanted.isNullable()
          && collation.equals(wanted.isText() ? MirrorColumn.COLLATION : "")
          && !changesItself();
    }

    /** Whether a row can be written that does not name it. */
    boolean isOptional() {
      return isNullable || hasDefault || changesItself();
    }

    private boolean changesItself() {
      return extra.contains("auto_increment")
          || extra.contains("on update")
          || extra.contains("generated") && !extra.contains("default_generated");
    }
  }
}
