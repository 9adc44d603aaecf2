package dev.tidemark.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.inject.AbstractModule;
import dev.tidemark.adapter.sqlite.SqliteConfig;
import dev.tidemark.adapter.sqlite.SqliteModule;
import dev.tidemark.assembly.AmbientModule;
import dev.tidemark.assembly.Application;
import dev.tidemark.assembly.StateModule;
import dev.tidemark.assembly.SyncModule;
import dev.tidemark.core.event.Listener;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.Schema;
import dev.tidemark.core.sync.SyncPolicy;
import dev.tidemark.core.sync.SyncReplica;
import dev.tidemark.core.sync.SyncReport;
import dev.tidemark.core.sync.SyncState;
import dev.tidemark.core.sync.spi.Mode;
import dev.tidemark.core.sync.spi.Upstream;
import dev.tidemark.testkit.fake.InMemoryUpstream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The application that the page about adapters shows: it compiles, and it syncs. */
final class ApplicationExampleTest {

  private static final Path PAGE = Path.of("..", "docs", "adding-an-adapter.md");
  private static final Path THIS =
      Path.of("src/test/java", ApplicationExampleTest.class.getName().replace('.', '/') + ".java");

  private static final EntityType BOOK = EntityType.named("book").key("id").integer("id").build();

  @Test
  void example_started_syncs(@TempDir Path directory) {
    assertThat(run(Schema.of("library", BOOK), directory).total().inserted()).isEqualTo(1);
  }

  @Test
  void page_showsTheExampleAsItIsHere() throws IOException {
    String example =
        Files.readAllLines(PAGE).stream()
            .filter(line -> line.startsWith("    "))
            .collect(Collectors.joining("\n"));

    assertThat(example).contains("new SyncModule(").doesNotContain("assertThat");
    assertThat(Files.readString(THIS)).contains(example);
  }

  private static SyncReport run(Schema schema, Path directory) {
    Upstream archive = new InMemoryUpstream(Row.of(BOOK, Map.of("id", 1L)));
    try (Application application =
        Application.start(
            new SyncModule(schema, SyncPolicy.defaults()),
            new SqliteModule(SqliteConfig.in(directory)),
            new StateModule(SyncState.schema()),
            new ArchiveModule(new ArchiveConfig(archive)),
            new AmbientModule(Clock.systemUTC(), Listener.NONE))) {
      return application.get(SyncReplica.class).sync(Mode.INCREMENTAL);
    }
  }

  /** In place of what an adapter would bring. */
  private record ArchiveConfig(Upstream archive) {}

  private static final class ArchiveModule extends AbstractModule {

    private final ArchiveConfig config;

    ArchiveModule(ArchiveConfig config) {
      this.config = config;
    }

    @Override
    protected void configure() {
      bind(Upstream.class).toInstance(config.archive());
    }
  }
}
