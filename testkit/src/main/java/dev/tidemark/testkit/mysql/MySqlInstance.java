package dev.tidemark.testkit.mysql;

import dev.tidemark.testkit.net.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A server that may be killed, stopped and started again, always on the same port, with the data
 * that it had, with none or with an old copy. Every method returns when it is done: when the server
 * takes connections, or when its process is gone. Safe for use by many threads.
 */
public final class MySqlInstance implements AutoCloseable {

  private static final int POLL_MILLIS = 50;
  private static final int START_POLLS = 1_200;
  private static final int STOP_SECONDS = 60;
  private static final int SHOWN_OF_LOG = 4_000;

  private static final String USER = "tidemark";
  private static final String PASSWORD = "tide'mark";
  private static final String GRANTS =
      """
      CREATE USER IF NOT EXISTS '%1$s'@'%%' IDENTIFIED BY '%2$s';
      GRANT ALL ON *.* TO '%1$s'@'%%' WITH GRANT OPTION;
      """
          .formatted(USER, PASSWORD.replace("'", "''"));

  private final Installation installation;
  private final List<String> arguments;
  private final Path folder;
  private final Leash leash;
  private final int port = FreePort.find();
  private final AtomicLong copies = new AtomicLong();
  private @Nullable Process process;

  /** What a server had in it when it was copied. */
  public record DataCopy(Path folder) {}

  private MySqlInstance(Installation installation, List<String> arguments, Path folder) {
    this.installation = installation;
    this.arguments = List.copyOf(arguments);
    this.folder = folder;
    this.leash = Leash.of(folder);
  }

  static MySqlInstance start(Distribution distribution, List<String> arguments) {
    Installation installation = Installation.of(distribution);
    try {
      Path folder = Files.createTempDirectory("tidemark-" + distribution);
      Files.writeString(folder.resolve("init.sql"), GRANTS);
      Files.createDirectory(folder.resolve("tmp"));
      MySqlInstance instance = new MySqlInstance(installation, arguments, folder);
      instance.startEmpty();
      return instance;
    } catch (IOException e) {
      throw new UncheckedIOException("start " + distribution, e);
    }
  }

  public int port() {
    return port;
  }

  /** An empty database of a name that no other test has. */
  public MySqlDatabase createDatabase() {
    return MySqlServer.createDatabase(administration());
  }

  MySqlDatabase administration() {
    return new MySqlDatabase("127.0.0.1", port, "", USER, PASSWORD);
  }

  /** As a machine that lost its power; idempotent. */
  public synchronized void kill() {
    end(Process::destroyForcibly);
  }

  /** In order; idempotent. */
  public synchronized void stop() {
    end(Process::destroy);
  }

  /** With the data that it had; not while it runs. */
  public synchronized void start() {
    requireStopped();
    List<String> command = new ArrayList<>(arguments);
    command.add("--port=" + port);
    command.add("--socket=" + folder.resolve("socket"));
    command.add("--pid-file=" + folder.resolve("pid"));
    // A server that starts removes temporary tables here, whosever they are.
    command.add("--tmpdir=" + folder.resolve("tmp"));
    command.add("--init-file=" + folder.resolve("init.sql"));
    try {
      process =
          new ProcessBuilder(withoutLimitSignal(installation.run(data(), command)))
              .redirectErrorStream(true)
              .redirectOutput(log().toFile())
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException("start " + installation.distribution(), e);
    }
    leash.hold(process.pid());
    awaitStarted(process);
  }

  /** A file at its limit is to be an error, and not the end of the process. */
  private static List<String> withoutLimitSignal(List<String> command) {
    List<String> all = new ArrayList<>(List.of("sh", "-c", "trap '' XFSZ; exec \"$@\"", "sh"));
    all.addAll(command);
    return all;
  }

  /** As somebody's new server, which knows no database; not while it runs. */
  public synchronized void startEmpty() {
    startFrom(new DataCopy(installation.data()));
  }

  /** As when somebody restored it from a backup; not while it runs. */
  public synchronized void startFrom(DataCopy copy) {
    requireStopped();
    if (Files.exists(data())) {
      Folders.delete(data());
    }
    Folders.copy(copy.folder(), data());
    start();
  }

  /**
   * As a disk that is full: none of its files is written beyond this many bytes until {@link
   * #makeRoom}, or until it is started again; only while it runs. MySQL has 24 MB in one file from
   * the beginning. Rows with pages of their own may make either server give itself up.
   */
  public synchronized void fillDisk(long bytes) {
    limitFiles(Long.toString(bytes));
  }

  /** No file is limited any more; only while it runs. */
  public synchronized void makeRoom() {
    limitFiles("unlimited");
  }

  private void limitFiles(String soft) {
    Process running = process;
    if (running == null) {
      throw new IllegalStateException("the server does not run; start it first");
    }
    Command.run(
        List.of("prlimit", "--pid", Long.toString(running.pid()), "--fsize=" + soft + ":"),
        "limit the files of a server");
  }

  /** All that it has, for {@link #startFrom}; not while it runs. It goes with the server. */
  public synchronized DataCopy copyData() {
    requireStopped();
    Path copy = folder.resolve("copy-" + copies.incrementAndGet());
    Folders.copy(data(), copy);
    return new DataCopy(copy);
  }

  /** Kills it and removes all that it has; idempotent. */
  @Override
  public synchronized void close() {
    if (Files.exists(folder)) {
      kill();
      leash.close();
    }
  }

  private Path data() {
    return folder.resolve("data");
  }

  private Path log() {
    return folder.resolve("log");
  }

  private void requireStopped() {
    if (process != null) {
      throw new IllegalStateException("the server runs; stop or kill it first");
    }
  }

  /** Something that makes a process end. */
  private interface Ending {
    void end(Process process);
  }

  private void end(Ending ending) {
    Process running = process;
    if (running == null) {
      return;
    }
    ending.end(running);
    if (!Interruptions.none(() -> running.waitFor(STOP_SECONDS, TimeUnit.SECONDS))) {
      throw new IllegalStateException(
          "the server did not end within %d s: %s".formatted(STOP_SECONDS, said()));
    }
    leash.holdNothing();
    process = null;
  }

  private void awaitStarted(Process started) {
    for (int i = 0; i < START_POLLS; i++) {
      if (Interruptions.none(() -> started.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS))) {
        leash.holdNothing();
        process = null;
        throw new IllegalStateException(
            "%s ended with status %d instead of starting: %s"
                .formatted(installation.distribution(), started.exitValue(), said()));
      }
      if (answers()) {
        return;
      }
    }
    throw new IllegalStateException(
        "%s does not answer on port %d: %s".formatted(installation.distribution(), port, said()));
  }

  private boolean answers() {
    try {
      administration().execute("DO 0");
      return true;
    } catch (IllegalStateException notYet) {
      return false;
    }
  }

  /** The end of what it wrote to its log. */
  private String said() {
    try {
      String log = Files.readString(log());
      return log.substring(Math.max(0, log.length() - SHOWN_OF_LOG));
    } catch (IOException e) {
      throw new UncheckedIOException("read " + log(), e);
    }
  }
}
