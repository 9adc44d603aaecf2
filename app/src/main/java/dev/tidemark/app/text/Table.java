package dev.tidemark.app.text;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Rows of text under headings, lined up. Not safe for use by many threads. */
public final class Table {

  private static final String GAP = "  ";

  private final List<Column> columns;
  private final List<List<String>> rows = new ArrayList<>();

  private Table(List<Column> columns) {
    this.columns = columns;
    rows.add(columns.stream().map(Column::heading).toList());
  }

  public static Table of(Column... columns) {
    return new Table(List.of(columns));
  }

  public static Table of(List<Column> columns) {
    return new Table(List.copyOf(columns));
  }

  /** Adds a row; numbers get their thousands separated. */
  public Table row(Object... cells) {
    return row(Arrays.asList(cells));
  }

  /** Adds a row; numbers get their thousands separated. */
  public Table row(List<?> cells) {
    if (cells.size() != columns.size()) {
      throw new IllegalArgumentException(
          "expected %d cells, found %d".formatted(columns.size(), cells.size()));
    }
    rows.add(cells.stream().map(Table::text).toList());
    return this;
  }

  /** The lines, the headings first, without white space at their ends. */
  public List<String> lines() {
    int[] widths = widths();
    return rows.stream().map(row -> line(row, widths)).toList();
  }

  public void print(PrintWriter out) {
    lines().forEach(out::println);
  }

  private static String text(Object cell) {
    return cell instanceof Number number ? Amounts.count(number.longValue()) : OneLine.of(cell);
  }

  private int[] widths() {
    int[] widths = new int[columns.size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], width(row.get(i)));
      }
    }
    return widths;
  }

  private String line(List<String> row, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String padding = " ".repeat(widths[i] - width(row.get(i)));
      line.append(i == 0 ? "" : GAP)
          .append(columns.get(i).right() ? padding + row.get(i) : row.get(i) + padding);
    }
    return line.toString().stripTrailing();
  }

  private static int width(String text) {
    return text.codePointCount(0, text.length());
  }

  /**
   * One column.
   *
   * @param right whether it is flush right, as numbers are
   */
  public record Column(String heading, boolean right) {

    public static Column left(String heading) {
      return new Column(heading, false);
    }

    public static Column right(String heading) {
      return new Column(heading, true);
    }
  }
}
