package dev.tidemark.app.cli;

import dev.tidemark.core.InvalidConfigurationException;
import dev.tidemark.core.StorageException;
import dev.tidemark.core.snapshot.SigningKeys;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;

/**
 * The files of a key that snapshots are signed with.
 *
 * @param directory where they are, or come
 */
record SigningPair(Path directory) {

  /** Whoever has it can sign. */
  Path secret() {
    return directory.resolve("signing.key");
  }

  /** Whoever has it can tell who signed. */
  Path open() {
    return directory.resolve("signing.pub");
  }

  /**
   * @throws InvalidConfigurationException if one of the files is there
   */
  void checkThereIsNone() {
    List<String> problems =
        Stream.of(secret(), open())
            .filter(Files::exists)
            .map(file -> "there is " + file + " already, which is not replaced")
            .toList();
    if (!problems.isEmpty()) {
      throw new InvalidConfigurationException("signing key", problems);
    }
  }

  /**
   * Makes a new one. Only its owner can read the secret.
   *
   * @return the files
   * @throws StorageException if they cannot be written
   */
  List<Path> create() {
    SigningKeys keys = SigningKeys.generate();
    try {
      Files.createDirectories(directory);
      Files.createFile(secret(), ownersAlone());
      Files.writeString(secret(), keys.signing());
      Files.writeString(open(), keys.trusted(), StandardOpenOption.CREATE_NEW);
      return List.of(open(), secret());
    } catch (IOException e) {
      throw new StorageException("make a signing key in " + directory + ": " + e, false, e);
    }
  }

  private static FileAttribute<?>[] ownersAlone() {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }
}
