package dev.tidemark.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The benchmark goes through with a few rows; what it measures then says nothing. */
final class SnapshotBenchmarkTest {

  @Test
  @Tag("proof")
  void main_fewRows_measuresEverything() {
    String printed = printed(() -> SnapshotBenchmark.main(new String[] {"1", "300", "2"}));

    assertThat(printed)
        .contains(SnapshotWhole.BUILD, SnapshotWhole.PUSH)
        .contains(SnapshotFollowing.SCATTERED, SnapshotFollowing.RECENT)
        .contains("3 rows a commit")
        .containsPattern("(\\| \\d+ \\| \\d+ \\| \\d+ \\|\\R){3}");
  }

  private static String printed(Runnable work) {
    PrintStream before = System.out;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    try {
      work.run();
    } finally {
      System.setOut(before);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
