package dev.tidemark.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What was measured, by name. */
final class Figures {

  private final Map<String, List<Double>> byName = new LinkedHashMap<>();

  /** Takes lines of a name, a blank and a number; {@code suffix} is added to the names. */
  void add(List<String> lines, String suffix) {
    for (String line : lines) {
      int blank = line.lastIndexOf(' ');
      byName
          .computeIfAbsent(line.substring(0, blank) + suffix, name -> new ArrayList<>())
          .add(Double.valueOf(line.substring(blank + 1)));
    }
  }

  /** Medians and ranges, with the ratios that the project promises. */
  String table(String small) {
    double first = median(MeasuredSync.FIRST);
    StringBuilder table =
        new StringBuilder("| what | median | range | ratio | goal |\n|---|---:|---:|---|---|\n");
    row(table, BaselineInsert.INSERT, "", "");
    row(
        table,
        MeasuredSync.FIRST,
        ratio(first, BaselineInsert.INSERT, "of plain JDBC"),
        "at most 2.0");
    row(
        table,
        MeasuredSync.SECOND,
        ratio(median(MeasuredSync.SECOND), MeasuredSync.FIRST, "of the first"),
        "at most 0.8");
    row(
        table,
        MeasuredSync.SWEPT,
        ratio(median(MeasuredSync.SWEPT), MeasuredSync.SECOND, "of the second"),
        "");
    row(table, MeasuredSync.QUIET, "", "");
    row(table, MeasuredSync.QUIET_OWN, "", "under 100");
    row(table, MeasuredSync.QUIET_REQUESTS, "", "13");
    row(table, MeasuredSync.FIRST + small, "", "finishes");
    return table.toString();
  }

  private void row(StringBuilder table, String name, String ratio, String goal) {
    List<Double> sorted = byName.get(name).stream().sorted().toList();
    table.append(
        String.format(
            Locale.ROOT,
            "| %s | %,.0f | %,.0f to %,.0f | %s | %s |%n",
            name,
            median(name),
            sorted.get(0),
            sorted.get(sorted.size() - 1),
            ratio,
            goal));
  }

  private String ratio(double value, String against, String words) {
    return String.format(Locale.ROOT, "%.2f %s", value / median(against), words);
  }

  private double median(String name) {
    List<Double> sorted = byName.get(name).stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }
}
