package dev.tidemark.adapter.sqlite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * Which file a name stood for when it was opened. Whoever has it open keeps it whatever becomes of
 * the name, while everybody else gets what is there now.
 *
 * @param key tells one file from another that takes its name; where there is none, the name has to
 *     do
 */
record OpenFile(Path path, Object key) {

  /** To be asked before the file is opened, so that one that takes its place is noticed. */
  static OpenFile at(Path path) throws IOException {
    Object key = Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    return new OpenFile(path, key == null ? path : key);
  }

  /** Whether the name still stands for it. In doubt it does not. */
  boolean isInPlace() {
    try {
      return equals(at(path));
    } catch (IOException e) {
      return false;
    }
  }
}
