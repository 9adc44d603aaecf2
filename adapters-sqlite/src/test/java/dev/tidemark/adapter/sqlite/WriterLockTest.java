package dev.tidemark.adapter.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.core.AlreadyRunningException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One writer, also as other processes see it. */
final class WriterLockTest {

  @TempDir Path directory;

  /** Tries the lock in a process of its own; its exit code says what happened. */
  static final class Other {

    private static final int REFUSED = 7;

    private Other() {}

    public static void main(String[] arguments) throws IOException {
      try {
        WriterLock.acquire(Path.of(arguments[0]), ReplicaOpening.LOCK).close();
      } catch (AlreadyRunningException e) {
        Runtime.getRuntime().exit(REFUSED);
      }
    }
  }

  @Test
  void acquire_heldByAnotherProcess_isRefused() throws Exception {
    try (WriterLock held = WriterLock.acquire(directory, ReplicaOpening.LOCK)) {
      assertThat(tryElsewhere()).as("exit code beside %s", held).isEqualTo(Other.REFUSED);
    }
    assertThat(tryElsewhere()).isZero();
  }

  /** An operating system may drop a lock when its process closes any other handle on the file. */
  @Test
  void acquire_refusedInThisProcess_leavesTheLockHeldForOthers() throws Exception {
    try (WriterLock held = WriterLock.acquire(directory, ReplicaOpening.LOCK)) {
      assertThatThrownBy(() -> WriterLock.acquire(directory, ReplicaOpening.LOCK))
          .isInstanceOf(AlreadyRunningException.class)
          .hasMessageContaining("process " + ProcessHandle.current().pid());

      assertThat(tryElsewhere()).as("exit code beside %s", held).isEqualTo(Other.REFUSED);
    }
  }

  @Test
  void acquire_byAnotherNameOfTheDirectory_isRefused() throws Exception {
    Path link = Files.createSymbolicLink(directory.resolve("link"), directory);
    try (WriterLock held = WriterLock.acquire(directory, ReplicaOpening.LOCK)) {
      assertThatThrownBy(() -> WriterLock.acquire(link, ReplicaOpening.LOCK))
          .as("beside %s", held)
          .isInstanceOf(AlreadyRunningException.class);
    }
    WriterLock.acquire(link, ReplicaOpening.LOCK).close();
  }

  @Test
  void acquire_lockFileCannotBeOpened_canBeTriedAgain() throws Exception {
    Path file = Files.createDirectory(directory.resolve("replica.lock"));
    assertThatThrownBy(() -> WriterLock.acquire(directory, ReplicaOpening.LOCK))
        .isInstanceOf(IOException.class);

    Files.delete(file);
    WriterLock.acquire(directory, ReplicaOpening.LOCK).close();
  }

  @Test
  void isHeld_asLongAsTheFileIsTheOneThatIsLocked() throws Exception {
    Path file = directory.resolve("replica.lock");
    Path aside = directory.resolve("aside");
    try (WriterLock held = WriterLock.acquire(directory, ReplicaOpening.LOCK)) {
      assertThat(held.isHeld()).isTrue();

      Files.move(file, aside);
      assertThat(held.isHeld()).as("nothing there").isFalse();
      Files.createFile(file);
      assertThat(held.isHeld()).as("another file").isFalse();
      Files.move(aside, file, StandardCopyOption.REPLACE_EXISTING);
      assertThat(held.isHeld()).as("the file again").isTrue();
      assertThat(tryElsewhere()).as("looking lets go of nothing").isEqualTo(Other.REFUSED);
    }
  }

  @Test
  void isHeld_afterClosing_isFalse() throws Exception {
    WriterLock lock = WriterLock.acquire(directory, ReplicaOpening.LOCK);
    lock.close();

    assertThat(lock.isHeld()).isFalse();
  }

  private int tryElsewhere() throws Exception {
    Path output = directory.resolve("output.txt");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Other.class.getName(),
                directory.toString())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(Files.readString(output, StandardCharsets.UTF_8)).isEmpty();
    return process.exitValue();
  }
}
