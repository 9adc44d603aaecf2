package dev.tidemark.adapter.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.inject.AbstractModule;
import com.google.inject.Guice;
import com.google.inject.Injector;
import dev.tidemark.core.snapshot.spi.SnapshotFiles;
import dev.tidemark.core.snapshot.spi.SnapshotStore;
import dev.tidemark.core.time.Ambient;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SqliteSnapshotModuleTest {

  @TempDir Path directory;

  @Test
  void it_binds_the_store_and_what_looks_at_lone_files() {
    Injector injector =
        Guice.createInjector(
            new SqliteSnapshotModule(SqliteSnapshotConfig.in(directory)), new Surroundings());
    SqliteSnapshotStore store = (SqliteSnapshotStore) injector.getInstance(SnapshotStore.class);
    try (store) {
      assertThat(injector.getInstance(SnapshotStore.class)).isSameAs(store);
      assertThat(injector.getInstance(SnapshotFiles.class)).isNotNull();
      assertThat(store.shelf("public").generations()).isEmpty();
      assertThat(directory.resolve("snapshots/public")).isEmptyDirectory();
    }
  }

  @Test
  void a_name_that_is_a_path_is_none() {
    try (SqliteSnapshotStore store =
        SqliteSnapshotStore.open(SqliteSnapshotConfig.in(directory), Clock.systemUTC())) {
      for (String name : new String[] {"../other", "a/b", "", "A", "."}) {
        assertThatThrownBy(() -> store.shelf(name)).isInstanceOf(IllegalArgumentException.class);
      }
    }
  }

  @Test
  void one_generation_is_the_least_that_is_kept() {
    SqliteSnapshotConfig config = SqliteSnapshotConfig.in(directory);

    assertThat(config.generations()).isEqualTo(3);
    assertThat(config.keeping(1).generations()).isEqualTo(1);
    assertThatThrownBy(() -> config.keeping(0)).isInstanceOf(IllegalArgumentException.class);
  }

  private static final class Surroundings extends AbstractModule {
    @Override
    protected void configure() {
      bind(Ambient.class)
          .toInstance(
              new Ambient(
                  Clock.systemUTC(),
                  (delay, task) -> {
                    throw new AssertionError("nothing is done later");
                  },
                  new Random()));
    }
  }
}
