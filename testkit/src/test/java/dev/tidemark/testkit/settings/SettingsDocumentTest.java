package dev.tidemark.testkit.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.core.ConflictException;
import dev.tidemark.core.NotFoundException;
import dev.tidemark.core.StorageException;
import dev.tidemark.core.event.Listener;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Schema;
import dev.tidemark.core.settings.Revision;
import dev.tidemark.core.settings.SettingsDocument;
import dev.tidemark.core.state.StateEngine;
import dev.tidemark.core.state.StatePorts;
import dev.tidemark.core.state.StateSchema;
import dev.tidemark.core.state.StateTerms;
import dev.tidemark.core.time.Ambient;
import dev.tidemark.testkit.fake.InMemoryStrongStore;
import dev.tidemark.testkit.fake.InMemoryValueCaches;
import dev.tidemark.testkit.fake.InMemoryWeakStore;
import dev.tidemark.testkit.time.ManualClock;
import dev.tidemark.testkit.time.ManualScheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

final class SettingsDocumentTest {

  private static final Instant NOW = Instant.parse("2026-04-16T08:30:00Z");
  private static final EntityType COUNTER =
      EntityType.named("counter").key("id").integer("id").build();

  private final ManualClock clock = ManualClock.at(NOW);
  private final ManualScheduler scheduler = new ManualScheduler(clock);
  private final StateSchema schema = schema();
  private final InMemoryStrongStore strong = new InMemoryStrongStore(schema);
  private final SettingsDocument settings = new SettingsDocument(open());

  private static StateSchema schema() {
    Schema tier = Schema.of("strong", SettingsDocument.types().toArray(EntityType[]::new));
    return StateSchema.of(tier, tier.below("weak", COUNTER));
  }

  private StateEngine open() {
    return StateEngine.open(
        schema,
        new StatePorts(strong, new InMemoryWeakStore(schema, strong), new InMemoryValueCaches()),
        StateTerms.defaults(),
        new Ambient(clock, scheduler, RandomGenerator.getDefault()),
        scheduler,
        Listener.NONE);
  }

  @Test
  void current_nothingPut_isEmpty() {
    assertThat(settings.current()).isEmpty();
    assertThat(settings.history()).isEmpty();
  }

  @Test
  void put_first_isVersionOne() {
    Revision put = settings.put(0, "{\"a\":\"1\"}", "by hand");

    assertThat(put).isEqualTo(new Revision(1, "{\"a\":\"1\"}", NOW, "by hand"));
    assertThat(settings.current()).contains(put);
    assertThat(settings.history()).containsExactly(put);
  }

  @Test
  void put_expectedVersion_isTheNextAndKeepsThoseBefore() {
    Revision first = settings.put(0, "{\"a\":\"1\"}", "by hand");
    clock.advance(Duration.ofMinutes(1));
    Revision second = settings.put(1, "{\"a\":\"2\"}", "again");

    assertThat(second).isEqualTo(new Revision(2, "{\"a\":\"2\"}", NOW.plusSeconds(60), "again"));
    assertThat(settings.history()).containsExactly(second, first);
  }

  @Test
  void put_anotherVersionThanExpected_isRefusedAndChangesNothing() {
    settings.put(0, "{\"a\":\"1\"}", "by hand");

    assertThatThrownBy(() -> settings.put(0, "{}", "late"))
        .isInstanceOf(ConflictException.class)
        .hasMessage("put the settings: expected version 0, found 1; read them again and retry");
    assertThat(settings.history()).hasSize(1);
  }

  @Test
  void put_nothingThereYet_saysSo() {
    assertThatThrownBy(() -> settings.put(3, "{}", "early"))
        .isInstanceOf(ConflictException.class)
        .hasMessage("put the settings: expected version 3, found 0; read them again and retry");
    assertThat(settings.current()).isEmpty();
  }

  @Test
  void put_sameDocument_makesNoVersion() {
    Revision first = settings.put(0, "{}", "by hand");
    clock.advance(Duration.ofMinutes(1));

    assertThat(settings.put(1, "{}", "again")).isEqualTo(first);
    assertThat(settings.history()).containsExactly(first);
  }

  @Test
  void put_storeFails_leavesBothTypesAsTheyWere() {
    Revision first = settings.put(0, "{}", "by hand");
    strong.failNext(new StorageException("the disk is full", false));

    assertThatThrownBy(() -> settings.put(1, "{\"a\":\"1\"}", "again"))
        .hasMessage("the disk is full");
    assertThat(settings.current()).contains(first);
    assertThat(settings.history()).containsExactly(first);
  }

  @Test
  void rollback_earlierVersion_isANewOneWithItsText() {
    settings.put(0, "{\"a\":\"1\"}", "by hand");
    settings.put(1, "{\"a\":\"2\"}", "again");

    Revision back = settings.rollback(2, 1);

    assertThat(back).isEqualTo(new Revision(3, "{\"a\":\"1\"}", NOW, "rollback to 1"));
    assertThat(settings.history()).extracting(Revision::version).containsExactly(3L, 2L, 1L);
  }

  @Test
  void rollback_versionThatNeverWas_saysSo() {
    settings.put(0, "{}", "by hand");

    assertThatThrownBy(() -> settings.rollback(1, 7))
        .isInstanceOf(NotFoundException.class)
        .hasMessage("roll the settings back: there never was a version 7");
  }

  @Test
  void rollback_anotherVersionThanExpected_isRefused() {
    settings.put(0, "{\"a\":\"1\"}", "by hand");
    settings.put(1, "{\"a\":\"2\"}", "again");

    assertThatThrownBy(() -> settings.rollback(1, 1))
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining("expected version 1, found 2");
  }

  @Test
  void put_twentyAtOnce_losesNone() throws Exception {
    ExecutorService putters = Executors.newFixedThreadPool(20);
    List<Callable<Revision>> work = new ArrayList<>();
    for (int putter = 0; putter < 20; putter++) {
      String mine = "<" + putter + ">";
      work.add(() -> putUntilItHolds(mine));
    }
    try {
      for (Future<Revision> each : putters.invokeAll(work)) {
        each.get();
      }
    } finally {
      putters.shutdownNow();
    }

    assertThat(settings.history()).hasSize(20);
    Revision last = settings.current().orElseThrow();
    assertThat(last.version()).isEqualTo(20);
    for (int putter = 0; putter < 20; putter++) {
      assertThat(last.document()).contains("<" + putter + ">");
    }
  }

  /** Adds a word to what is there, as often as it takes. */
  private Revision putUntilItHolds(String word) {
    while (true) {
      var before = settings.current();
      String document = before.map(Revision::document).orElse("\"\"");
      String longer = document.substring(0, document.length() - 1) + word + "\"";
      try {
        return settings.put(before.map(Revision::version).orElse(0L), longer, word);
      } catch (ConflictException lost) {
        assertThat(lost).hasMessageStartingWith("put the settings: expected version");
      }
    }
  }
}
