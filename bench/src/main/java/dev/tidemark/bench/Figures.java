package dev.tidemark.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What was measured, by name, in milliseconds. */
final class Figures {

  private final Map<String, List<Double>> byName = new LinkedHashMap<>();

  void add(List<String> lines) {
    for (String line : lines) {
      int blank = line.lastIndexOf(' ');
      byName
          .computeIfAbsent(line.substring(0, blank), name -> new ArrayList<>())
          .add(Double.valueOf(line.substring(blank + 1)));
    }
  }

  /** Medians, with the ratios that the project promises. */
  String table(Figures small) {
    double baseline = median(BaselineInsert.INSERT);
    double first = median(MeasuredSync.FIRST);
    double second = median(MeasuredSync.SECOND);
    StringBuilder table = new StringBuilder();
    table.append(
        "| what | median | range | against | ratio | goal |\n|---|---:|---:|---|---:|---:|\n");
    row(table, BaselineInsert.INSERT, this, "", "", "");
    row(table, MeasuredSync.FIRST, this, "plain JDBC", ratio(first, baseline), "2.0");
    row(table, MeasuredSync.SECOND, this, "first full sync", ratio(second, first), "0.8");
    row(table, MeasuredSync.QUIET, this, "", "", "100 ms");
    row(table, MeasuredSync.QUIET_REQUESTS, this, "", "", "13");
    row(table, MeasuredSync.FIRST + " (-Xmx96m)", MeasuredSync.FIRST, small);
    return table.toString();
  }

  private static void row(StringBuilder table, String shown, String name, Figures from) {
    row(table, name, from, "", "", "finishes", shown);
  }

  private static void row(
      StringBuilder table, String name, Figures from, String against, String ratio, String goal) {
    row(table, name, from, against, ratio, goal, name);
  }

  private static void row(
      StringBuilder table,
      String name,
      Figures from,
      String against,
      String ratio,
      String goal,
      String shown) {
    List<Double> values = from.byName.get(name);
    table.append(
        String.format(
            Locale.ROOT,
            "| %s | %,.0f | %,.0f to %,.0f | %s | %s | %s |%n",
            shown,
            from.median(name),
            values.stream().mapToDouble(Double::doubleValue).min().orElseThrow(),
            values.stream().mapToDouble(Double::doubleValue).max().orElseThrow(),
            against,
            ratio,
            goal));
  }

  private double median(String name) {
    List<Double> sorted = byName.get(name).stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  private static String ratio(double value, double of) {
    return String.format(Locale.ROOT, "%.2f", value / of);
  }
}
