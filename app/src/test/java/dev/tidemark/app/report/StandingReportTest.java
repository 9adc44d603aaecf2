package dev.tidemark.app.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.core.sync.SyncSchedule.Standing;
import dev.tidemark.core.sync.spi.Mode;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class StandingReportTest {

  private static final Instant NOW = Instant.parse("2026-04-16T08:30:00Z");
  private static final Moment HERE = new Moment(NOW, ZoneId.of("Europe/Berlin"));

  @Test
  void lines_nextCycleToCome_saysWhen() {
    assertThat(lines(leading(Optional.empty(), Optional.of(NOW.plusSeconds(150)))))
        .containsExactly(
            "this process syncs; the next cycle starts at 2026-04-16 10:32:30, in 2 min 30 s");
  }

  @Test
  void lines_nextCycleDue_saysNow() {
    assertThat(lines(leading(Optional.empty(), Optional.of(NOW))))
        .containsExactly("this process syncs; the next cycle starts now");
  }

  @Test
  void lines_cycleRuns_saysSo() {
    assertThat(lines(leading(Optional.of(Mode.FULL), Optional.empty())))
        .containsExactly("this process syncs; a cycle runs now");
  }

  @Test
  void lines_follower_saysWhoWrites() {
    assertThat(lines(new Standing(false, Optional.empty(), Optional.empty(), Optional.empty())))
        .containsExactly("another process writes there; this one takes over when that one ends");
  }

  @Test
  void lines_upstreamWantsRest_saysUntilWhen() {
    Instant at = NOW.plusSeconds(3_600);

    assertThat(lines(new Standing(true, Optional.empty(), Optional.of(at), Optional.of(at))))
        .containsExactly(
            "this process syncs; the next cycle starts at 2026-04-16 11:30:00, in 1 h",
            "the upstream is to be left alone until 2026-04-16 11:30:00");
  }

  @Test
  void json_everything_isThere() {
    Standing standing =
        new Standing(true, Optional.of(Mode.FULL), Optional.empty(), Optional.of(NOW));

    assertThat(new StandingReport(standing).json())
        .containsEntry("leader", true)
        .containsEntry("running", "full")
        .containsEntry("next", null)
        .containsEntry("notBefore", "2026-04-16T08:30:00Z");
  }

  private static Standing leading(Optional<Mode> running, Optional<Instant> next) {
    return new Standing(true, running, next, Optional.empty());
  }

  private static List<String> lines(Standing standing) {
    return new StandingReport(standing).lines(HERE);
  }
}
