package dev.tidemark.adapter.sqlite;

import static dev.tidemark.adapter.sqlite.ReplicaOfSample.all;
import static dev.tidemark.adapter.sqlite.ReplicaOfSample.stamp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.inject.AbstractModule;
import com.google.inject.Guice;
import com.google.inject.Injector;
import dev.tidemark.core.StorageException;
import dev.tidemark.core.snapshot.spi.Built;
import dev.tidemark.core.snapshot.spi.SnapshotFiles;
import dev.tidemark.core.snapshot.spi.SnapshotStore;
import dev.tidemark.core.time.Ambient;
import dev.tidemark.testkit.contract.Sample;
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

  /** A process that leads no more must not be in the way of the one that does. */
  @Test
  void processes_that_share_a_directory_build_in_turn_and_see_what_the_other_built() {
    try (ReplicaOfSample replica = new ReplicaOfSample(directory);
        SharedSnapshotStore first = shared();
        SharedSnapshotStore second = shared()) {
      replica.put(Sample.word("tide", "water"));
      assertThat(first.build(all(Sample.WORD), stamp(1)).way()).isEqualTo(Built.Way.FULL);
      replica.put(Sample.word("tide", "water that moves"));
      assertThat(second.build(all(Sample.WORD), stamp(2)).way()).isEqualTo(Built.Way.FORWARD);
      replica.put(Sample.word("ebb", "water that goes"));
      assertThat(first.build(all(Sample.WORD), stamp(3)).way()).isEqualTo(Built.Way.FORWARD);
      assertThat(first.build(all(Sample.WORD), stamp(4)).way()).isEqualTo(Built.Way.UNCHANGED);

      assertThat(second.shelf("public").serving().orElseThrow().manifest().stamp())
          .isEqualTo(stamp(3));
      assertThat(first.shelf("public").generations())
          .isEqualTo(second.shelf("public").generations());
    }
  }

  @Test
  void a_shared_directory_that_was_let_go_is_not_built_in() {
    SharedSnapshotStore closed;
    try (ReplicaOfSample replica = new ReplicaOfSample(directory);
        SharedSnapshotStore open = shared()) {
      replica.put(Sample.word("tide", "water"));
      closed = open;
    }
    assertThatThrownBy(() -> closed.build(all(Sample.WORD), stamp(1)))
        .isInstanceOf(StorageException.class);
  }

  private SharedSnapshotStore shared() {
    return new SharedSnapshotStore(
        SqliteSnapshotConfig.in(directory).ofReplica().sharing(), Clock.systemUTC());
  }

  @Test
  void threads_that_look_through_files_have_a_name_and_end_with_the_process() {
    try (ReplicaOfSample replica = new ReplicaOfSample(directory);
        SqliteSnapshotStore store = replica.store()) {
      replica.put(Sample.word("tide", "water"));
      store.build(all(Sample.WORD), stamp(1));

      assertThat(Thread.getAllStackTraces().keySet())
          .filteredOn(thread -> thread.getName().equals("tidemark-snapshot-proof"))
          .isNotEmpty()
          .allMatch(Thread::isDaemon);
    }
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
