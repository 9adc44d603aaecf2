package dev.tidemark.app.config;

import java.util.Comparator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A part of the configuration file that is no list of settings. Environment and flags do not reach
 * into it.
 *
 * @param tree maps, lists and scalars; null if nothing stands there
 * @param origins where each entry stands, by its path: {@code public.tables.net} is on {@code
 *     tidemark.yaml:7}; that of the whole has the empty path
 */
record Subtree(@Nullable Object tree, Map<String, String> origins) {

  Subtree {
    origins = Map.copyOf(origins);
  }

  /** Where the entry stands that a path or a message about it begins with, or else the whole. */
  String origin(String path) {
    return origins.keySet().stream()
        .filter(each -> begins(path, each))
        .max(Comparator.comparingInt(String::length))
        .map(origins::get)
        .orElseGet(() -> origins.getOrDefault("", ""));
  }

  /** {@code public.tables} is not where {@code public.tables2} is. */
  private static boolean begins(String path, String entry) {
    if (!path.startsWith(entry)) {
      return false;
    }
    return entry.isEmpty()
        || path.length() == entry.length()
        || !isOfName(path.charAt(entry.length()));
  }

  private static boolean isOfName(char next) {
    return Character.isLetterOrDigit(next) || next == '-' || next == '_';
  }
}
