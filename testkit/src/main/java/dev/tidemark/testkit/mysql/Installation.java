package dev.tidemark.testkit.mysql;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A server that is unpacked, with an empty data directory to be copied. It stays for later runs, in
 * {@code target/test-servers} of the outermost Maven project that the tests run in.
 *
 * @param base the programs
 * @param data what an empty server starts from
 */
record Installation(Distribution distribution, Path base, Path data) {

  /** Unpacks it, if nobody did. */
  static Installation of(Distribution distribution) {
    requireLinux();
    Path place = folder().resolve(distribution.version());
    try {
      if (!Files.exists(place)) {
        makeAndMove(distribution, place);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("unpack " + distribution.version() + " to " + place, e);
    }
    return at(distribution, place);
  }

  private static Installation at(Distribution distribution, Path place) {
    return new Installation(distribution, place.resolve("base"), place.resolve("data"));
  }

  /** The command that runs a server on a data directory of its own. */
  List<String> run(Path ownData, List<String> arguments) {
    List<String> command = new ArrayList<>(distribution.run(base));
    command.addAll(Distribution.usual());
    command.add("--basedir=" + base);
    command.add("--datadir=" + ownData);
    command.addAll(arguments);
    return command;
  }

  /** Whole or not at all, and only one of several processes that do it at once. */
  private static void makeAndMove(Distribution distribution, Path place) throws IOException {
    Files.createDirectories(place.getParent());
    Path fresh = Files.createTempDirectory(place.getParent(), distribution.version());
    Installation installation = at(distribution, fresh);
    Files.createDirectory(installation.base());
    distribution.unpack(installation.base());
    Command.run(
        distribution.install(installation.base(), installation.data()),
        "set up " + distribution.version());
    try {
      Files.move(fresh, place);
    } catch (IOException e) {
      if (!Files.exists(place)) {
        throw e;
      }
      Folders.delete(fresh);
    }
  }

  private static Path folder() {
    Path project = Path.of("").toAbsolutePath();
    while (project.getParent() != null && Files.exists(project.getParent().resolve("pom.xml"))) {
      project = project.getParent();
    }
    return project.resolve("target/test-servers");
  }

  private static void requireLinux() {
    String system = System.getProperty("os.name") + " " + System.getProperty("os.arch");
    if (!system.equals("Linux amd64")) {
      throw new IllegalStateException(
          "servers are started on Linux amd64, and this is %s; set %s to nothing and %s to a server that runs"
              .formatted(system, MySqlServer.KINDS, MySqlServer.URL));
    }
  }
}
