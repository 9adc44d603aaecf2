package dev.tidemark.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.app.config.SchemaLoader;
import dev.tidemark.app.e2e.TidemarkProcess.Surrounded;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a newcomer types first. */
final class DemoTest {

  private static final Pattern QUERY = Pattern.compile("sqlite3 -box \\S+ \"(select [^\"]+)\"");

  @TempDir Path directory;

  @Test
  void demo_once_showsTwoCyclesAndWhereToLook() throws IOException {
    try (Workplace place = Workplace.in(directory)) {
      Outcome outcome = place.run("demo", "--once", "--data", place.data.toString());

      outcome.assertDone();
      assertShownAndTrue(outcome);
      assertThat(place.run("status", "--data", place.data.toString()).out())
          .contains("netixlan", "incremental", "full");
    }
  }

  @Test
  void demo_onceInAProcessOfItsOwn_showsTheSame() throws Exception {
    String data = directory.resolve("data").toString();

    Outcome outcome =
        TidemarkProcess.start(Surrounded.PLAIN, "demo", "--once", "--data", data).outcome();

    outcome.assertDone();
    assertShownAndTrue(outcome);
  }

  @Test
  void sampleUpstream_portTaken_saysOnlyThat() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(taken.getLocalPort());

      TidemarkProcess.start(Surrounded.PLAIN, "sample-upstream", "--scale", "0.001", "--port", port)
          .outcome()
          .assertFailed(1, "expected port " + port + " to be free", "choose another one");
    }
  }

  private void assertShownAndTrue(Outcome outcome) {
    assertThat(outcome.out())
        .contains("A first, full sync:", "cycle 1 (full)", "cycle 2 (incremental)")
        .contains("tidemark status --data " + directory.resolve("data"))
        .containsPattern("\\d+ +(insert|update|delete) +\\w+ +\\d+");
    Matcher query = QUERY.matcher(outcome.out());
    assertThat(query.find()).as(outcome.out()).isTrue();
    Copy copy = new Copy(directory.resolve("data"), SchemaLoader.load(SchemaLoader.SHIPPED));
    assertThat(copy.query(query.group(1)))
        .hasSize(10)
        .allSatisfy(row -> assertThat(row.keySet()).containsAll(List.of("asn", "name", "gbit")));
  }
}
