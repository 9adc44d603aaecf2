package dev.tidemark.adapter.sqlite;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** Files that are there after a failure of power, and that nobody else can read before they are. */
final class DurableFiles {

  private DurableFiles() {}

  /** Makes an empty file that only its owner can read and write, where there is such a thing. */
  static void createPrivate(Path file) throws IOException {
    Files.createFile(file, onlyOwner("rw-------"));
  }

  /** With its parents; each that is made is on the disk under its name. */
  static void createPrivateDirectory(Path directory) throws IOException {
    Path there = directory.toAbsolutePath();
    while (there != null && !Files.exists(there)) {
      there = there.getParent();
    }
    Files.createDirectories(directory, onlyOwner("rwx------"));
    for (Path made = directory.toAbsolutePath(); !made.equals(there); made = made.getParent()) {
      sync(made.getParent());
    }
  }

  private static FileAttribute<?>[] onlyOwner(String permissions) {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }

  /** Puts the content of a file, or the names in a directory, on the disk. */
  static void sync(Path file) throws IOException {
    StandardOpenOption how =
        Files.isDirectory(file) ? StandardOpenOption.READ : StandardOpenOption.WRITE;
    try (FileChannel channel = FileChannel.open(file, how)) {
      channel.force(true);
    }
  }

  /** Another content in one step; the directory is the caller's to {@linkplain #sync sync}. */
  static void replace(Path file, String content) throws IOException {
    Path next = file.resolveSibling(file.getFileName() + ".next");
    Files.deleteIfExists(next);
    createPrivate(next);
    try {
      Files.writeString(next, content, StandardCharsets.UTF_8);
      sync(next);
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      Files.deleteIfExists(next);
      throw e;
    }
  }
}
