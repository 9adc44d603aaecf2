package dev.tidemark.adapter.sqlite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A SQLite database as a file, with its write-ahead log and the index of that beside it. */
record DatabaseFile(Path path) {

  /** It goes before its log: it would be damaged without that, but not the reverse. */
  void remove() throws IOException {
    for (Path each : all()) {
      Files.deleteIfExists(each);
    }
  }

  /** In bytes; 0 if there is none. */
  long size() {
    return all().stream().mapToLong(each -> each.toFile().length()).sum();
  }

  private List<Path> all() {
    return Stream.of("", "-wal", "-shm")
        .map(suffix -> path.resolveSibling(path.getFileName() + suffix))
        .toList();
  }
}
