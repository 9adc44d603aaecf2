package dev.tidemark.adapter.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.core.MirrorSetupException;
import dev.tidemark.core.RowsRejectedException;
import dev.tidemark.core.TimedOutException;
import dev.tidemark.core.mirror.spi.MirrorTable;
import dev.tidemark.core.mirror.spi.MirrorTarget;
import dev.tidemark.core.query.KeyRange;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.RowKey;
import dev.tidemark.core.schema.Schema;
import dev.tidemark.testkit.contract.Sample;
import dev.tidemark.testkit.mysql.MySqlServer;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules of others that rows meet, and what comparing them costs the server. */
@ParameterizedClass
@MethodSource("dev.tidemark.testkit.mysql.MySqlServer#all")
final class MySqlRowsTest {

  private static final Schema SCHEMA = Schema.of("mirrored", Sample.ORG, Sample.WORD, Sample.PORT);

  private static final Row ONE = Sample.live(Sample.ORG, 1, 1, "notes", "secret");

  private final MySqlPlace place;
  private final MirrorTarget target;

  MySqlRowsTest(MySqlServer server) {
    this.place = MySqlPlace.on(server);
    this.target = place.newTarget();
  }

  @BeforeEach
  void prepare() {
    target.prepare(SCHEMA);
  }

  @AfterEach
  void close() {
    place.close();
  }

  /** An update of the row that has the name would be an update of the wrong row. */
  @Test
  void write_uniqueIndexOfOthers_rejectsTheRowAndKeepsTheOther() {
    place.database().execute("ALTER TABLE m_org ADD UNIQUE INDEX theirs (name(50))");
    Row same = Sample.of(Sample.ORG, "id", 2L, "name", "org 1", "updated", Sample.day(9));
    write(Sample.ORG, table -> table.upsert(List.of(ONE)));
    List<List<String>> before = place.database().rows("SELECT * FROM m_org");

    for (Consumer<MirrorTable> way : ways(same)) {
      write(
          Sample.ORG,
          table ->
              assertThatThrownBy(() -> way.accept(table))
                  .isInstanceOf(RowsRejectedException.class)
                  .satisfies(e -> assertThat(e.getMessage()).doesNotContain("org 1")));
      assertThat(place.database().rows("SELECT * FROM m_org")).isEqualTo(before);
    }
  }

  /** By an upsert, into a range without rows, and into one with rows. */
  private static List<Consumer<MirrorTable>> ways(Row row) {
    RowKey before = RowKey.of((Long) row.value("id") - 1);
    return List.of(
        table -> table.upsert(List.of(row)),
        table -> table.load(KeyRange.behind(before), List.of(row).iterator()),
        table -> table.load(KeyRange.ALL, List.of(row).iterator()));
  }

  @Test
  void upsert_valueThatIsTooLong_namesTheKeyAndTheColumnAlone() {
    place.database().execute("ALTER TABLE m_org MODIFY notes VARCHAR(3)");

    write(
        Sample.ORG,
        table ->
            assertThatThrownBy(() -> table.upsert(List.of(ONE)))
                .isInstanceOf(RowsRejectedException.class)
                .hasMessage(
                    "upsert the row 1 in table m_org of mirror reporting: a value longer than the"
                        + " column, in column notes (error 1406)"));
    assertThat(target.rows(Sample.ORG).hint().count()).isZero();
  }

  @Test
  void load_valueThatIsTooLong_isRejectedAndNotCut() {
    place.database().execute("ALTER TABLE m_org MODIFY notes VARCHAR(3)");

    write(
        Sample.ORG,
        table ->
            assertThatThrownBy(() -> table.load(KeyRange.ALL, List.of(ONE).iterator()))
                .isInstanceOf(RowsRejectedException.class)
                .hasMessageContaining("in column notes"));
    assertThat(target.rows(Sample.ORG).hint().count()).isZero();
  }

  @Test
  void write_keyThatIsTooLong_isRejected() {
    Row longest = Sample.word("x".repeat(3_072), "fits");
    Row longer = Sample.word("x".repeat(3_073), "does not");
    write(Sample.WORD, table -> table.upsert(List.of(longest)));

    write(
        Sample.WORD,
        table -> {
          assertThatThrownBy(() -> table.upsert(List.of(longer)))
              .isInstanceOf(RowsRejectedException.class);
          assertThatThrownBy(() -> table.load(KeyRange.ALL, List.of(longer).iterator()))
              .isInstanceOf(RowsRejectedException.class);
        });
    assertThat(target.rows(Sample.WORD).hint().count()).isEqualTo(1);
  }

  @Test
  void delete_rowThatOthersReferTo_isRejected() {
    write(Sample.ORG, table -> table.upsert(List.of(ONE)));
    place
        .database()
        .execute(
            "CREATE TABLE theirs (org BIGINT NOT NULL, FOREIGN KEY (org) REFERENCES m_org (id))",
            "INSERT INTO theirs VALUES (1)");

    write(
        Sample.ORG,
        table -> {
          assertThatThrownBy(() -> table.delete(List.of(ONE.key())))
              .isInstanceOf(RowsRejectedException.class)
              .hasMessageContaining("delete the row 1 in table m_org")
              .hasMessageContaining("rows of another table refer to it");
          table.upsert(List.of(ONE));
        });
  }

  @Test
  void write_columnThatIsGone_isAMatterOfTheSetup() {
    place.database().execute("ALTER TABLE m_org DROP COLUMN notes");

    assertThatThrownBy(() -> write(Sample.ORG, table -> table.upsert(List.of(ONE))))
        .isInstanceOf(MirrorSetupException.class)
        .hasMessageContaining("a column is missing");
    assertThatThrownBy(() -> target.rows(Sample.ORG).digest(KeyRange.ALL))
        .isInstanceOf(MirrorSetupException.class);
  }

  @Test
  void fingerprints_keyThatIsNoText_saysWhichRowToDelete() {
    place.database().execute("INSERT INTO m_word (text) VALUES (X'41FF')");

    assertThatThrownBy(() -> target.rows(Sample.WORD).fingerprints(KeyRange.ALL, 10))
        .isInstanceOf(MirrorSetupException.class)
        .hasMessageContaining("0x41ff; delete it");
  }

  @Test
  void digest_moreThanItsTimeAllows_timesOut() {
    write(Sample.ORG, table -> table.load(KeyRange.ALL, many(30_000).iterator()));

    assertThatThrownBy(() -> limitedTo(Duration.ofMillis(1)).rows(Sample.ORG).digest(KeyRange.ALL))
        .isInstanceOf(TimedOutException.class)
        .hasMessageContaining("it took longer than a statement may");
    assertThat(limitedTo(Duration.ofMinutes(1)).rows(Sample.ORG).digest(KeyRange.ALL).count())
        .isEqualTo(30_000);
  }

  private MirrorTarget limitedTo(Duration comparison) {
    MySqlMirrorConfig usual = MySqlPlace.config(place.database());
    return place.newTarget(
        new MySqlMirrorConfig(
            usual.name(), usual.database(), usual.prefix(), comparison, usual.busyThreads()));
  }

  /** With a comma before the decimals, or with digits of its own. */
  @ParameterizedTest
  @ValueSource(strings = {"de-DE", "ar-EG"})
  void mirror_whereNumbersAreWrittenOtherwise_isTheSame(String country) {
    write(Sample.ORG, table -> table.upsert(List.of(ONE)));
    Locale here = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag(country));
    try {
      place.database().execute("DELETE FROM m__mirror");
      target.prepare(SCHEMA);
      assertThat(target.rows(Sample.ORG).digest(KeyRange.ALL).count()).isEqualTo(1);
    } finally {
      Locale.setDefault(here);
    }
  }

  @Test
  void isBusy_serverWithLittleToDo_isFalse() {
    assertThat(target.isBusy()).isFalse();
  }

  private static List<Row> many(int count) {
    return IntStream.range(0, count).mapToObj(id -> Sample.live(Sample.ORG, id, 1)).toList();
  }

  private void write(EntityType type, Consumer<MirrorTable> work) {
    target.write(
        transaction -> {
          work.accept(transaction.table(type));
          return true;
        });
  }
}
