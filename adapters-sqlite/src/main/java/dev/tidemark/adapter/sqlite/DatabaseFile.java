package dev.tidemark.adapter.sqlite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** A SQLite database as a file, with its write-ahead log and the index of that beside it. */
record DatabaseFile(Path path) {

  /** Without colons, which not every file system takes. */
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  /** It goes before its log: it would be damaged without that, but not the reverse. */
  void remove() throws IOException {
    for (Path each : all()) {
      Files.deleteIfExists(each);
    }
  }

  /**
   * Gives it another name that nobody has, with its log; the index of that can be made again.
   *
   * @param why a word of that name
   * @return what it is called now
   */
  Path keepAside(String why, Instant now) throws IOException {
    String name = path.getFileName() + "." + why + "-" + STAMP.format(now);
    Path aside = path.resolveSibling(name);
    for (int i = 2; Files.exists(aside); i++) {
      aside = path.resolveSibling(name + "-" + i);
    }
    Files.move(path, aside);
    Path log = beside("-wal");
    if (Files.exists(log)) {
      Files.move(log, aside.resolveSibling(aside.getFileName() + "-wal"));
    }
    Files.deleteIfExists(beside("-shm"));
    return aside;
  }

  /** In bytes; 0 if there is none. */
  long size() {
    return all().stream().mapToLong(each -> each.toFile().length()).sum();
  }

  private List<Path> all() {
    return Stream.of("", "-wal", "-shm").map(this::beside).toList();
  }

  private Path beside(String suffix) {
    return path.resolveSibling(path.getFileName() + suffix);
  }
}
