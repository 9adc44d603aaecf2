package dev.tidemark.app.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.core.StorageException;
import dev.tidemark.core.schema.Reference;
import dev.tidemark.core.schema.RowKey;
import dev.tidemark.core.state.FlushReport;
import dev.tidemark.core.state.RepairReport;
import dev.tidemark.core.state.StateEvent;
import dev.tidemark.core.state.spi.Removed;
import dev.tidemark.core.state.spi.RepairRule;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class StateLogTest {

  private final LogLines lines = new LogLines("tidemark.state");
  private final StateLog log = new StateLog(lines.logger);

  @Test
  void flush_written_isForThoseWhoLookClosely() {
    log.on(new StateEvent.Flushed(new FlushReport(4, Library.NOW, 3, 2, 1)));

    assertThat(lines.told())
        .containsExactly("DEBUG state written flush=4 upserts=3 deletes=2 left=1");
  }

  @Test
  void flush_failed_saysWhyAndWhenItIsTriedAgain() {
    log.on(
        new StateEvent.FlushFailed(
            new StorageException("the disk is full", false), 3, 17, Duration.ofSeconds(4)));

    assertThat(lines.told())
        .containsExactly(
            "WARN state not written, it stays in memory code=STORAGE attempts=3 dirty=17"
                + " retry_seconds=4 reason=the disk is full");
  }

  @Test
  void value_odd_isNamed() {
    log.on(new StateEvent.Unwritable(Library.AUTHOR, "7", new StorageException("odd", false)));
    log.on(new StateEvent.Unreadable(Library.AUTHOR, "8", new IllegalStateException("bug")));

    assertThat(lines.told())
        .containsExactly(
            "WARN value cannot be written, it stays in memory type=author key=7 reason=odd",
            "WARN stored row cannot be read, it is passed over type=author key=8"
                + " reason=java.lang.IllegalStateException: bug");
  }

  @Test
  void repair_thatRemoved_tellsEachRule() {
    RepairRule rule =
        new RepairRule.Dangling(
            Library.BOOK, Reference.of("author_id", "author"), Library.AUTHOR, true);
    log.on(
        new StateEvent.Repaired(
            new RepairReport(List.of(new Removed(rule, 9, List.of(RowKey.of(1L)))), true)));

    assertThat(lines.told())
        .containsExactly("WARN state repaired rule=book without its author removed=1 of=9");
  }

  @Test
  void store_madeAnew_isTold() {
    log.on(new StateEvent.StoreMadeAnew("cache.db was no database"));

    assertThat(lines.told())
        .containsExactly("WARN weak state made anew what=cache.db was no database");
  }
}
