package dev.tidemark.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.app.config.SchemaLoader;
import dev.tidemark.app.e2e.TidemarkProcess.Surrounded;
import dev.tidemark.app.sample.SampleOptions;
import dev.tidemark.app.sample.SampleServer;
import dev.tidemark.app.sample.SyntheticData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shipped schema against the sample upstream, by the command line. */
final class PeeringTest {

  private static final int TYPES = 13;
  private static final int REFERENCE_ROWS = 364_100;

  @TempDir Path directory;

  @Test
  void sync_nothingHasChanged_asksOnceForEachTypeAndChangesNothing() throws IOException {
    try (Workplace place = Workplace.in(directory);
        SampleServer upstream = serve(0.01)) {
      String[] sync = {
        "sync", "--json", "--data", place.data.toString(), "--upstream", upstream.base().toString()
      };
      place.run(sync).assertDone();
      Copy copy = copy();
      Image before = Image.of(copy);

      Outcome quiet = place.run(sync);

      quiet.assertDone();
      assertThat(quiet.json().at("/mode").asText()).isEqualTo("incremental");
      assertThat(quiet.json().at("/requests").asInt()).isEqualTo(TYPES);
      assertThat(quiet.json().at("/types")).hasSize(TYPES);
      for (String count : new String[] {"inserted", "updated", "deleted"}) {
        assertThat(quiet.json().at("/total/" + count).asLong()).as(count).isZero();
      }
      assertThat(Image.of(copy)).isEqualTo(before);
    }
  }

  /** All of PeeringDB, of which a visitor without a key would not be shown all contacts. */
  @Test
  @Tag("proof")
  void sync_allOfThemInASmallHeap_finishes() throws Exception {
    Path key = Files.writeString(directory.resolve("key"), "anything");
    try (SampleServer upstream = serve(1.0)) {
      Outcome outcome =
          TidemarkProcess.start(
                  Surrounded.withJvm("-Xmx96m"),
                  "sync",
                  "--json",
                  "--full",
                  "--data",
                  directory.resolve("data").toString(),
                  "--upstream",
                  upstream.base().toString(),
                  "--api-key-file",
                  key.toString())
              .outcome();

      outcome.assertDone();
      assertThat(outcome.json().at("/total/staged").asInt()).isEqualTo(REFERENCE_ROWS);
      assertThat(outcome.json().at("/peakHeapBytes").asLong()).isLessThan(96 * 1_024 * 1_024);
      assertThat(stored() + copy().number("SELECT count(*) FROM _orphan"))
          .isEqualTo(outcome.json().at("/total/staged").asLong());
    }
  }

  private long stored() {
    Copy copy = copy();
    return copy.schema().types().stream()
        .mapToLong(type -> copy.number("SELECT count(*) FROM " + type.name()))
        .sum();
  }

  private Copy copy() {
    return new Copy(directory.resolve("data"), SchemaLoader.load(SchemaLoader.SHIPPED));
  }

  private static SampleServer serve(double scale) {
    Clock clock = Clock.systemUTC();
    return SampleServer.start(SyntheticData.of(scale, 3, clock), SampleOptions.by(clock), 0);
  }
}
