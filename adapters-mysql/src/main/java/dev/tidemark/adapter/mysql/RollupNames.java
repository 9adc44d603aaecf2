package dev.tidemark.adapter.mysql;

import java.util.List;
import java.util.regex.Pattern;

/**
 * What the tables and triggers of one rollup are called.
 *
 * @param prefix of the mirror's tables
 * @param rollup its name
 */
record RollupNames(String prefix, String rollup) {

  private static final int LONGEST = 64;

  /** The row of each rollup. */
  String standings() {
    return prefix + "_rollup";
  }

  /** What is done of open walks. */
  String parts() {
    return prefix + "_walk_part";
  }

  String cells() {
    return prefix + "_rollup_" + rollup;
  }

  /** Cells that are to be computed anew. */
  String notes() {
    return prefix + "_dirty_" + rollup;
  }

  /** What rows brought that were removed, a row for each cell. */
  String archive() {
    return prefix + "_archive_" + rollup;
  }

  /** The same of those that were removed lately, a row for each of them. */
  String removed() {
    return prefix + "_removed_" + rollup;
  }

  /** Cells that a transaction computes anew; a table of its connection's own. */
  String work() {
    return prefix + "_work_" + rollup;
  }

  /**
   * @param alias of the source or a join
   * @param event two letters: before or after; insert, update or delete
   */
  String trigger(String alias, String event) {
    return cells() + "_" + alias + "_" + event;
  }

  /** Whether that is a trigger of this rollup, and be it of an older definition. */
  boolean isTrigger(String name) {
    return Pattern.matches(Pattern.quote(cells()) + "_(e|j\\d+)_[ab][iud]", name);
  }

  /** Those that the server would not take. */
  List<String> tooLong() {
    return List.of(notes(), archive(), removed(), trigger("j99", "bi")).stream()
        .filter(name -> name.length() > LONGEST)
        .toList();
  }
}
