package dev.tidemark.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.adapter.sqlite.SqliteStateConfig;
import dev.tidemark.adapter.sqlite.SqliteStateModule;
import dev.tidemark.assembly.AmbientModule;
import dev.tidemark.assembly.Application;
import dev.tidemark.assembly.StateModule;
import dev.tidemark.core.ConflictException;
import dev.tidemark.core.event.Listener;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.RowKey;
import dev.tidemark.core.schema.Schema;
import dev.tidemark.core.state.Codec;
import dev.tidemark.core.state.StateEngine;
import dev.tidemark.core.state.StateSchema;
import dev.tidemark.core.state.StrongTable;
import dev.tidemark.core.state.Versioned;
import dev.tidemark.core.state.WeakTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The state that the page about it shows: it compiles, and does what the page says. */
final class StateExampleTest {

  private static final Path PAGE = Path.of("..", "docs", "state.md");
  private static final Path THIS =
      Path.of("src/test/java", StateExampleTest.class.getName().replace('.', '/') + ".java");

  record Reader(String name, String card) {}

  record Visits(String reader, String shelf, long count) {}

  private static final EntityType READER =
      EntityType.named("reader").key("name").text("name", "card").unique("card").build();
  private static final EntityType VISITS =
      EntityType.named("visits")
          .key("reader", "shelf")
          .text("reader", "shelf")
          .integer("count")
          .references("reader", "reader")
          .build();

  private static StateSchema schema() {
    Schema strong = Schema.of("library_strong", READER);
    return StateSchema.of(strong, strong.below("library_weak", VISITS)).bounded("visits", 50_000);
  }

  private static Application open(Path directory) {
    return Application.start(
        new AmbientModule(Clock.systemUTC(), Listener.NONE),
        new StateModule(schema()),
        new SqliteStateModule(SqliteStateConfig.in(directory)));
  }

  private static void visit(StateEngine state, String reader, String shelf) {
    WeakTable<Visits> visits = state.weak(VISITS_CODEC);
    visits.update(
        RowKey.of(reader, shelf),
        before -> Optional.of(new Visits(reader, shelf, before.map(Visits::count).orElse(0L) + 1)));
  }

  private static final Codec<Reader> READER_CODEC = Codec.records(READER, Reader.class);
  private static final Codec<Visits> VISITS_CODEC = Codec.records(VISITS, Visits.class);

  @Test
  void strong_staleVersion_isRefused(@TempDir Path directory) {
    try (Application application = open(directory)) {
      StrongTable<Reader> readers = application.get(StateEngine.class).strong(READER_CODEC);
      Versioned<Reader> ann = readers.insert(new Reader("ann", "17"));
      readers.update(new Reader("ann", "18"), ann.version());

      assertThatThrownBy(() -> readers.update(new Reader("ann", "19"), ann.version()))
          .isInstanceOf(ConflictException.class)
          .hasMessageContaining("expected version 1, found 2");
    }
  }

  @Test
  void weak_stoppedAndOpenedAgain_isThere(@TempDir Path directory) {
    try (Application application = open(directory)) {
      StateEngine state = application.get(StateEngine.class);
      state.strong(READER_CODEC).insert(new Reader("ann", "17"));
      visit(state, "ann", "poems");
      visit(state, "ann", "poems");
    }

    try (Application application = open(directory)) {
      StateEngine state = application.get(StateEngine.class);
      WeakTable<Visits> visits = state.weak(VISITS_CODEC);
      assertThat(visits.get(RowKey.of("ann", "poems"))).contains(new Visits("ann", "poems", 2));

      state.strong(READER_CODEC).delete(RowKey.of("ann"));
      assertThat(visits.get(RowKey.of("ann", "poems"))).isEmpty();
    }
  }

  @Test
  void page_showsTheExampleAsItIsHere() throws IOException {
    String test = Files.readString(THIS);
    String page =
        Files.readAllLines(PAGE).stream()
            .filter(line -> line.startsWith("    ") || line.isEmpty())
            .map(line -> line.isEmpty() ? line : line.substring(4))
            .collect(Collectors.joining("\n"));

    assertThat(page).contains("new StateModule(").doesNotContain("assertThat");
    for (String part : page.split("\n\n+")) {
      assertThat(test).contains(part.strip());
    }
  }
}
