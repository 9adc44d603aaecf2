package dev.tidemark.adapter.mysql;

import java.util.Collection;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Names and literals in the SQL of MySQL and MariaDB. */
final class Names {

  private Names() {}

  static String quote(String name) {
    return '`' + name.replace("`", "``") + '`';
  }

  static String list(Collection<String> parts, Function<String, String> each) {
    return parts.stream().map(each).collect(Collectors.joining(", "));
  }

  static String list(Collection<String> names) {
    return list(names, Names::quote);
  }

  /** {@code ?, ?, ?}. */
  static String marks(int count) {
    return "?" + ", ?".repeat(count - 1);
  }
}
