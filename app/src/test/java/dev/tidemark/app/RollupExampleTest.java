package dev.tidemark.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.adapter.sqlite.SqliteRollupConfig;
import dev.tidemark.adapter.sqlite.SqliteRollupModule;
import dev.tidemark.adapter.sqlite.SqliteStateConfig;
import dev.tidemark.adapter.sqlite.SqliteStateConfig.Guard;
import dev.tidemark.adapter.sqlite.SqliteStateConfig.Migrations;
import dev.tidemark.adapter.sqlite.SqliteStateModule;
import dev.tidemark.assembly.AmbientModule;
import dev.tidemark.assembly.Application;
import dev.tidemark.assembly.RollupModule;
import dev.tidemark.assembly.StateModule;
import dev.tidemark.core.event.Listener;
import dev.tidemark.core.rollup.Bucket;
import dev.tidemark.core.rollup.PlacedRollup;
import dev.tidemark.core.rollup.Rollup;
import dev.tidemark.core.rollup.RollupCell;
import dev.tidemark.core.rollup.RollupDefinition;
import dev.tidemark.core.rollup.RollupPlan;
import dev.tidemark.core.rollup.RollupPolicy;
import dev.tidemark.core.rollup.Rollups;
import dev.tidemark.core.rollup.Span;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Precision;
import dev.tidemark.core.schema.Schema;
import dev.tidemark.core.state.Codec;
import dev.tidemark.core.state.StateEngine;
import dev.tidemark.core.state.StateSchema;
import dev.tidemark.core.state.WeakTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rollup in Java that the page shows: it compiles, and a migration waits for it. */
final class RollupExampleTest {

  private static final Path PAGE = Path.of("..", "docs", "rollups.md");
  private static final Path THIS =
      Path.of("src/test/java", RollupExampleTest.class.getName().replace('.', '/') + ".java");
  private static final Instant DAY = Instant.parse("2026-04-16T00:00:00Z");

  record Loan(long id, String shelf, Instant at) {}

  private static final EntityType LOAN =
      EntityType.named("loan")
          .key("id")
          .integer("id")
          .text("shelf")
          .instant("at", Precision.SECONDS)
          .build();

  private static RollupPlan loans() {
    return RollupPlan.of(
        RollupDefinition.named("loans")
            .of("loan", "at")
            .per(Bucket.DAY)
            .archiving()
            .key("shelf", "shelf")
            .count("loans")
            .build(),
        List.of(LOAN));
  }

  private static RollupModule rollups() {
    List<PlacedRollup> placed = List.of(new PlacedRollup(loans(), "state"));
    return new RollupModule(placed, "host 1", () -> RollupPolicy.DEFAULTS);
  }

  private static SqliteStateConfig guarded(Path directory) {
    Guard guard = new Guard("2", loans(), Listener.NONE);
    Migrations migrations = Migrations.in("classpath:dev/tidemark/app/loans").with(guard);
    return SqliteStateConfig.in(directory).withWeakMigrations(migrations);
  }

  @Test
  void rollup_rowsThatAGuardedMigrationRemoves_stayInTheSums(@TempDir Path directory) {
    Migrations before = Migrations.in("classpath:dev/tidemark/app/loans/before");
    try (Application application =
        open(directory, SqliteStateConfig.in(directory).withWeakMigrations(before))) {
      lend(application, new Loan(1, "poems", DAY.plusSeconds(60)));
      lend(application, new Loan(2, "poems", DAY.plusSeconds(90)));
    }

    try (Application application = open(directory, guarded(directory))) {
      lend(application, new Loan(3, "maps", DAY));
      application.get(StateEngine.class).flush();

      Rollup rollup = application.get(Rollups.class).named("loans").get(0);
      rollup.settle();
      assertThat(cells(rollup))
          .containsExactly(
              new RollupCell(DAY, List.of("maps"), List.of(1L)),
              new RollupCell(DAY, List.of("poems"), List.of(2L)));
    }
  }

  @Test
  void page_showsTheExampleAsItIsHere() throws IOException {
    String test = Files.readString(THIS);
    String page = Files.readString(PAGE);
    String[] parts = page.substring(page.indexOf("    private static ")).split("\n\n+");

    assertThat(parts).filteredOn(part -> part.startsWith("    ")).hasSize(3);
    for (String part : parts) {
      if (part.startsWith("    ")) {
        assertThat(test).contains(part.replaceAll("(?m)^  ", ""));
      }
    }
  }

  private static Application open(Path directory, SqliteStateConfig state) {
    Schema strong =
        Schema.of("library_strong", EntityType.named("any").key("id").text("id").build());
    return Application.start(
        new AmbientModule(Clock.systemUTC(), Listener.NONE),
        new StateModule(StateSchema.of(strong, strong.below("library_weak", LOAN))),
        new SqliteStateModule(state),
        new SqliteRollupModule(SqliteRollupConfig.ofWeakState(directory)),
        rollups());
  }

  private static void lend(Application application, Loan loan) {
    WeakTable<Loan> loans =
        application.get(StateEngine.class).weak(Codec.records(LOAN, Loan.class));
    loans.put(loan);
  }

  private static List<RollupCell> cells(Rollup rollup) {
    return rollup.read(
        new Span(DAY, DAY.plus(Duration.ofDays(1))),
        found -> {
          List<RollupCell> cells = new ArrayList<>();
          found.forEachRemaining(cells::add);
          return cells;
        });
  }
}
