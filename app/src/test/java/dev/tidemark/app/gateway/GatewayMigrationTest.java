package dev.tidemark.app.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.adapter.sqlite.SqliteStateConfig;
import dev.tidemark.adapter.sqlite.SqliteStateConfig.Baseline;
import dev.tidemark.adapter.sqlite.SqliteStateConfig.Migrations;
import dev.tidemark.adapter.sqlite.SqliteStateModule;
import dev.tidemark.core.StorageException;
import dev.tidemark.core.schema.RowKey;
import dev.tidemark.core.state.StateEvent;
import dev.tidemark.testkit.fake.RecordingListener;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The gateway's own migrations, over every state that its files can be in. */
final class GatewayMigrationTest {

  private static final String FOLDER = "classpath:dev/tidemark/app/gateway/";
  private static final String BEHAVIOR = "reverse_proxy_empty_account_behavior";
  private static final String HEADER = "reverse_proxy_fixed_account_header";
  private static final String ADD_BEHAVIOR =
      "ALTER TABLE platforms ADD COLUMN " + BEHAVIOR + " TEXT NOT NULL DEFAULT 'RANDOM'";
  private static final String ADD_HEADER =
      "ALTER TABLE platforms ADD COLUMN " + HEADER + " TEXT NOT NULL DEFAULT ''";

  /** What a file without a history has had done to it. */
  private static final Migrations STATE =
      Migrations.in(
          FOLDER + "state",
          new Baseline("2", "platforms", List.of(BEHAVIOR), List.of(HEADER), List.of()),
          new Baseline("3", "platforms", List.of(BEHAVIOR, HEADER), List.of(), List.of()),
          new Baseline(
              "3", "platforms", List.of(HEADER), List.of(BEHAVIOR), List.of(ADD_BEHAVIOR)));

  private static final Migrations CACHE = Migrations.in(FOLDER + "cache");

  private final RecordingListener told = new RecordingListener();
  @TempDir Path directory;

  @Test
  void open_noFiles_runsAllFromTheFirst() throws SQLException {
    open().fill("n").close();

    assertThat(history(RawFile.state(directory))).containsExactly("1", "2", "3", "4");
    assertThat(history(RawFile.cache(directory))).containsExactly("1", "2");
    try (Gateway again = open()) {
      assertThat(again.counts()).isEqualTo("1 1 1 1 1");
    }
  }

  @Test
  void open_platformsWithoutEither_runsAllAndAddsBoth() throws SQLException {
    legacy();

    assertMigrated("0", "1", "2", "3", "4");
  }

  @Test
  void open_platformsWithTheBehavior_countsAsTheSecond() throws SQLException {
    legacy(ADD_BEHAVIOR);

    assertMigrated("2", "3", "4");
  }

  @Test
  void open_platformsWithBoth_endsAtTheFourth() throws SQLException {
    legacy(ADD_BEHAVIOR, ADD_HEADER);

    assertMigrated("3", "4");
  }

  @Test
  void open_platformsWithTheHeaderAlone_getsTheBehaviorAndCountsAsTheThird() throws SQLException {
    legacy(ADD_HEADER);

    assertMigrated("3", "4");
  }

  @Test
  void open_withAHistory_leavesItAloneWhateverTheTablesShow() throws SQLException {
    legacy(ADD_HEADER);
    open().close();
    RawFile.state(directory)
        .execute("UPDATE platforms SET reverse_proxy_miss_action = 'RANDOM' WHERE id = 'random'");

    try (Gateway gateway = open()) {
      assertThat(gateway.platforms.list())
          .as("a value that no version allows is told, and left out")
          .extracting(each -> each.value().id())
          .containsExactly("reject");
    }

    assertThat(told.events(StateEvent.Unreadable.class)).hasSize(1);
    assertThat(history(RawFile.state(directory))).containsExactly("3", "4");
  }

  @Test
  void open_oldRows_haveAVersionAndCanBeChanged() throws SQLException {
    legacy();

    try (Gateway gateway = open()) {
      long version = gateway.platforms.get(RowKey.of("reject")).version();
      gateway.platforms.update(Platform.of("reject", "renamed"), version);
      assertThat(gateway.platforms.get(RowKey.of("reject")).value().name()).isEqualTo("renamed");
      assertThatThrownBy(() -> gateway.platforms.save(Platform.of("new", "renamed")))
          .hasMessageContaining("name");
    }
  }

  @Test
  void open_oldCache_keepsItsLinksAsNotEvicted() throws Exception {
    open().fill("n").close();
    RawFile cache = RawFile.cache(directory);
    cache.delete();
    cache.execute(
        "CREATE TABLE nodes_static (hash TEXT PRIMARY KEY, raw_options_json TEXT NOT NULL, created_at_ns INTEGER NOT NULL)",
        "CREATE TABLE subscription_nodes (subscription_id TEXT NOT NULL, node_hash TEXT NOT NULL, tags_json TEXT NOT NULL DEFAULT '[]', PRIMARY KEY (subscription_id, node_hash))",
        "INSERT INTO nodes_static VALUES ('old', '{}', 1)",
        "INSERT INTO subscription_nodes (subscription_id, node_hash) VALUES ('s', 'old')");

    try (Gateway gateway = open()) {
      assertThat(Gateway.all(gateway.links)).containsExactly(Values.link("s", "old"));
      assertThat(gateway.counts()).isEqualTo("1 1 0 0 0");
    }
  }

  /** SQLite keeps any text in a column of numbers of such a table. */
  @Test
  void list_oldRowWithTextForANumber_givesTheOthersAndTellsOfIt() throws SQLException {
    legacy();
    open().close();
    RawFile.state(directory)
        .execute("UPDATE platforms SET sticky_ttl_ns = 'soon' WHERE id = 'random'");

    try (Gateway gateway = open()) {
      assertThat(gateway.platforms.list()).hasSize(1);
      assertThat(told.events(StateEvent.Unreadable.class))
          .singleElement()
          .satisfies(
              unreadable ->
                  assertThat(unreadable.failure())
                      .hasMessage("what is stored is no value of sticky_ttl_ns"));
      assertThatThrownBy(() -> gateway.platforms.get(RowKey.of("random")))
          .isInstanceOf(StorageException.class);
    }
  }

  private void legacy(String... more) throws SQLException {
    RawFile.state(directory)
        .execute(
            "CREATE TABLE platforms (id TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE, sticky_ttl_ns INTEGER NOT NULL, regex_filters_json TEXT NOT NULL DEFAULT '[]', region_filters_json TEXT NOT NULL DEFAULT '[]', reverse_proxy_miss_action TEXT NOT NULL DEFAULT 'TREAT_AS_EMPTY', allocation_policy TEXT NOT NULL DEFAULT 'BALANCED', updated_at_ns INTEGER NOT NULL)",
            "INSERT INTO platforms (id, name, sticky_ttl_ns, reverse_proxy_miss_action, updated_at_ns) VALUES ('random', 'a', 1, 'RANDOM', 1), ('reject', 'b', 1, 'REJECT', 1)")
        .execute(more);
  }

  private void assertMigrated(String... versions) throws SQLException {
    try (Gateway gateway = open()) {
      assertThat(gateway.platforms.list())
          .extracting(
              each ->
                  each.value().id()
                      + " "
                      + each.value().reverseProxyMissAction()
                      + " "
                      + each.value().reverseProxyEmptyAccountBehavior()
                      + " '"
                      + each.value().reverseProxyFixedAccountHeader()
                      + "'")
          .containsExactly("random TREAT_AS_EMPTY RANDOM ''", "reject REJECT RANDOM ''");
    }
    RawFile state = RawFile.state(directory);
    assertThat(history(state)).containsExactly(versions);
    assertThat(state.query("SELECT count(*) FROM _application_migration WHERE NOT success"))
        .containsExactly("0");
  }

  private static List<String> history(RawFile file) throws SQLException {
    return file.query("SELECT version FROM _application_migration ORDER BY installed_rank");
  }

  private Gateway open() {
    SqliteStateConfig config =
        SqliteStateConfig.in(directory).withStrongMigrations(STATE).withWeakMigrations(CACHE);
    return Gateway.open(new SqliteStateModule(config), () -> Gateway.NEVER, told);
  }
}
