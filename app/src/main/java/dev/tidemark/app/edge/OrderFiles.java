package dev.tidemark.app.edge;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Orders and answers as files, each of which appears whole. An order is followed by the one who
 * comes through with taking it.
 */
final class OrderFiles {

  private static final String ORDER = ".order";
  private static final String TAKEN = ".taken";
  private static final String ANSWER = ".answer";
  private static final String UNFINISHED = ".part";

  private final Path directory;

  /**
   * @param data the directory of the edge
   */
  OrderFiles(Path data) {
    this.directory = data.resolve("snapshots").resolve(".orders");
  }

  Path directory() {
    return directory;
  }

  /** One that was taken; it is gone. */
  record Order(String id, String text) {}

  void put(String id, String text) throws IOException {
    Files.createDirectories(directory);
    write(id + ORDER, text);
  }

  /** Takes an order back that nobody has taken. */
  boolean withdraw(String id) throws IOException {
    return Files.deleteIfExists(directory.resolve(id + ORDER));
  }

  List<Order> take() throws IOException {
    List<Order> taken = new ArrayList<>();
    for (Path file : list("*" + ORDER)) {
      String name = file.getFileName().toString();
      take(name.substring(0, name.length() - ORDER.length())).ifPresent(taken::add);
    }
    return taken;
  }

  private Optional<Order> take(String id) throws IOException {
    Path mine = directory.resolve(id + TAKEN);
    try {
      Files.move(directory.resolve(id + ORDER), mine, StandardCopyOption.ATOMIC_MOVE);
    } catch (NoSuchFileException withdrawn) {
      return Optional.empty();
    }
    return read(mine).map(text -> new Order(id, text));
  }

  void answer(String id, String text) throws IOException {
    write(id + ANSWER, text);
  }

  /** The answer if there is one; it is gone then. */
  Optional<RollbackAnswer> takeAnswer(String id) throws IOException {
    return read(directory.resolve(id + ANSWER)).map(RollbackAnswer::parse);
  }

  /** Deletes what another process has taken and answered, for which nobody may wait any more. */
  void clear() throws IOException {
    for (Path file : list("*{" + TAKEN + "," + ANSWER + "," + ANSWER + UNFINISHED + "}")) {
      Files.deleteIfExists(file);
    }
  }

  private static Optional<String> read(Path file) throws IOException {
    try {
      String text = Files.readString(file, StandardCharsets.UTF_8);
      Files.deleteIfExists(file);
      return Optional.of(text);
    } catch (NoSuchFileException none) {
      return Optional.empty();
    }
  }

  private void write(String name, String text) throws IOException {
    Path unfinished = directory.resolve(name + UNFINISHED);
    Files.writeString(unfinished, text, StandardCharsets.UTF_8);
    Files.move(unfinished, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }

  private List<Path> list(String pattern) throws IOException {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, pattern)) {
      files.forEach(found::add);
    } catch (NoSuchFileException e) {
      return List.of();
    }
    return found;
  }
}
