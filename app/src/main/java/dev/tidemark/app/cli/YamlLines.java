package dev.tidemark.app.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Settings as they are written into a configuration file. */
final class YamlLines {

  private YamlLines() {}

  /** The settings of one section below each other, as they come, under the name of the section. */
  static List<String> of(Map<String, String> settings) {
    List<String> lines = new ArrayList<>();
    String last = "";
    for (Map.Entry<String, String> each : settings.entrySet()) {
      int dot = each.getKey().indexOf('.');
      String section = each.getKey().substring(0, dot);
      if (!section.equals(last)) {
        lines.add(section + ":");
      }
      lines.add("  %s: %s".formatted(each.getKey().substring(dot + 1), quoted(each.getValue())));
      last = section;
    }
    return lines;
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
