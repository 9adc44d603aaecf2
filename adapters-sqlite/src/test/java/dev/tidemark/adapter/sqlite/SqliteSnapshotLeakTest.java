package dev.tidemark.adapter.sqlite;

import static dev.tidemark.adapter.sqlite.ReplicaOfSample.is;
import static dev.tidemark.adapter.sqlite.ReplicaOfSample.plan;
import static dev.tidemark.adapter.sqlite.ReplicaOfSample.some;
import static dev.tidemark.adapter.sqlite.ReplicaOfSample.stamp;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Precision;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.snapshot.SnapshotPlan;
import dev.tidemark.core.snapshot.Where;
import dev.tidemark.core.snapshot.spi.Built;
import dev.tidemark.testkit.contract.Sample;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Looks for what is not allowed in the bytes of everything that a build writes. */
final class SqliteSnapshotLeakTest {

  private static final String SECRET = "SECRET";
  private static final String LONG = "-".repeat(30_000);

  /** ORG without its notes. */
  private static final EntityType KEPT =
      EntityType.named("org")
          .key("id")
          .integer("id")
          .text("name", "status")
          .instant("updated", Precision.SECONDS)
          .version("updated")
          .tombstone("status", "deleted")
          .build();

  private static final SnapshotPlan PLAN =
      plan(
          "a",
          some(Sample.ORG, KEPT, is("status", "ok")),
          some(Sample.WORD, Sample.WORD, new Where.Not(is("meaning", "private"))));

  @TempDir Path directory;
  private ReplicaOfSample replica;
  private SqliteSnapshotStore store;

  @BeforeEach
  void open() {
    replica = new ReplicaOfSample(directory);
    store = replica.store();
  }

  @AfterEach
  void close() {
    store.close();
    replica.close();
  }

  @Test
  void nothing_of_tables_columns_rows_views_and_triggers_that_are_not_allowed_is_written()
      throws Exception {
    replica.put(plantAll());
    replica
        .file()
        .execute(
            "CREATE VIEW SECRET_view AS SELECT name AS SECRET_column FROM port",
            "CREATE TRIGGER SECRET_trigger AFTER INSERT ON org BEGIN SELECT 'SECRET'; END",
            "CREATE INDEX SECRET_index ON org (notes)",
            "CREATE TABLE SECRET_table (SECRET_column TEXT)",
            "UPDATE org SET _extra = '{\"more\":\"SECRET extra\"}' WHERE id = 1");

    Set<String> seen = whileLookedAt(() -> store.build(PLAN, stamp(1)));

    assertThat(seen).anyMatch(name -> name.endsWith(".db"));
    assertThat(leaking(SECRET)).isEmpty();
    assertThat(built(1)).contains("org 1").contains("allowed meaning");
  }

  private static Row[] plantAll() {
    return new Row[] {
      Sample.live(Sample.ORG, 1, 1, "notes", "SECRET notes of a row that is allowed"),
      Sample.live(Sample.ORG, 2, 1, "notes", "SECRET long notes" + LONG),
      Sample.live(Sample.ORG, 3, 1, "name", "SECRET name", "status", "hidden"),
      Sample.live(Sample.ORG, 4, 1, "name", "SECRET" + LONG, "status", "hidden"),
      Sample.port(4, "SECRET", "SECRET port", 2),
      Sample.word("SECRET word", "private"),
      Sample.word("word", "allowed meaning")
    };
  }

  @Test
  void a_row_whose_condition_is_null_is_left_out() {
    Where unknown = is("notes", "public");
    SnapshotPlan plan = plan("a", some(Sample.ORG, KEPT, new Where.Not(unknown)));
    replica.put(
        Sample.live(Sample.ORG, 1, 1, "name", "SECRET", "notes", null),
        Sample.live(Sample.ORG, 2, 1, "notes", "other"));

    assertThat(store.build(plan, stamp(1)).rows()).isEqualTo(1);
    assertThat(leaking(SECRET)).isEmpty();
  }

  @Test
  void what_is_not_allowed_any_more_is_in_no_byte_of_the_file_that_is_brought_forward() {
    List<Row> before = new ArrayList<>();
    List<Row> after = new ArrayList<>();
    for (int i = 1; i <= 60; i++) {
      before.add(Sample.live(Sample.ORG, i, 1, "name", "FORMER name of " + i + "-".repeat(i * 13)));
      before.add(Sample.live(Sample.ORG, 100 + i, 1, "name", "stays " + i));
      after.add(
          i % 2 == 0
              ? Sample.live(Sample.ORG, i, 2, "name", "short")
              : Sample.live(Sample.ORG, i, 2, "status", "hidden", "name", "FORMER still"));
    }
    before.add(Sample.live(Sample.ORG, 301, 1, "name", "FORMER" + LONG + "FORMER"));
    before.add(Sample.live(Sample.ORG, 302, 1, "name", "FORMER" + LONG + "FORMER"));
    before.add(Sample.word("FORMER", "of another table"));
    after.add(Sample.live(Sample.ORG, 301, 2, "name", "x"));
    after.add(Sample.live(Sample.ORG, 302, 2, "status", "hidden"));
    after.add(Sample.word("FORMER", "private"));
    replica.put(before.toArray(Row[]::new));
    assertThat(store.build(PLAN, stamp(1)).way()).isEqualTo(Built.Way.FULL);
    assertThat(built(1)).contains("FORMER");

    replica.put(after.toArray(Row[]::new));
    Built built = store.build(PLAN, stamp(2));

    assertThat(built.way()).isEqualTo(Built.Way.FORWARD);
    assertThat(built(2)).doesNotContain("FORMER").contains("stays 60").contains("short");
  }

  private String built(long sequence) {
    return text(directory.resolve("snapshots/public").resolve(stamp(sequence).version() + ".db"));
  }

  private static String text(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return "";
    }
  }

  /** Also while files come and go. */
  private List<String> leaking(String marker) {
    Path shelf = directory.resolve("snapshots/public");
    return names().stream().filter(name -> text(shelf.resolve(name)).contains(marker)).toList();
  }

  /**
   * Names of all files that were there meanwhile, and at the end; none of them may ever hold the
   * marker.
   */
  private Set<String> whileLookedAt(Callable<?> work) throws Exception {
    ExecutorService other = Executors.newSingleThreadExecutor();
    AtomicBoolean done = new AtomicBoolean();
    try {
      Future<Set<String>> seen =
          other.submit(
              () -> {
                Set<String> names = new HashSet<>();
                boolean last;
                do {
                  last = done.get();
                  assertThat(leaking(SECRET)).isEmpty();
                  names.addAll(names());
                } while (!last);
                return names;
              });
      work.call();
      done.set(true);
      return seen.get();
    } finally {
      other.shutdownNow();
    }
  }

  private Set<String> names() {
    Set<String> names = new HashSet<>();
    String[] found = directory.resolve("snapshots/public").toFile().list();
    names.addAll(found == null ? List.of() : List.of(found));
    return names;
  }
}
