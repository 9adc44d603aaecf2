package dev.tidemark.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Measured times by name, in milliseconds, and a table of what they amount to; other figures too.
 */
final class Medians {

  private final Map<String, List<Double>> byName = new LinkedHashMap<>();
  private final StringBuilder rows = new StringBuilder();

  void add(String name, double millis) {
    note(name, millis);
    System.err.printf(Locale.ROOT, "%s: %.1f ms%n", name, millis);
  }

  /** Keeps a figure that is no time, and for no row of its own. */
  void note(String name, double figure) {
    byName.computeIfAbsent(name, each -> new ArrayList<>()).add(figure);
  }

  double median(String name) {
    return percentile(name, 50);
  }

  double percentile(String name, int percent) {
    List<Double> sorted = byName.get(name).stream().sorted().toList();
    int index = (int) Math.ceil(percent / 100.0 * sorted.size()) - 1;
    return sorted.get(Math.max(0, index));
  }

  /** Adds a row: the median and range of what has this name. */
  void row(String name, String ratio, String goal) {
    List<Double> sorted = byName.get(name).stream().sorted().toList();
    rows.append(
        String.format(
            Locale.ROOT,
            "| %s, ms | %,.0f | %,.0f to %,.0f | %s | %s |%n",
            name,
            median(name),
            sorted.get(0),
            sorted.get(sorted.size() - 1),
            ratio,
            goal));
  }

  /** Adds a row with the ratio of its median to another one's. */
  void row(String name, double against, String words, String goal) {
    row(name, String.format(Locale.ROOT, "%.2f %s", median(name) / against, words), goal);
  }

  String table() {
    return "| what | median | range | ratio | goal |\n|---|---:|---:|---|---|\n" + rows;
  }
}
