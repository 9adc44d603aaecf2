package dev.tidemark.testkit.mysql;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Copies and deletes folders. */
final class Folders {

  private Folders() {}

  /**
   * @param to is not there yet
   */
  static void copy(Path from, Path to) {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path each : all.filter(Folders::isWorthCopying).toList()) {
        Files.copy(each, to.resolve(from.relativize(each).toString()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("copy " + from + " to " + to, e);
    }
  }

  /** Not sockets, which a server that was killed leaves. */
  private static boolean isWorthCopying(Path file) {
    return Files.isDirectory(file) || Files.isRegularFile(file);
  }

  static void delete(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      List<Path> innermostFirst = all.sorted(Comparator.reverseOrder()).toList();
      for (Path each : innermostFirst) {
        Files.delete(each);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("delete " + folder, e);
    }
  }
}
