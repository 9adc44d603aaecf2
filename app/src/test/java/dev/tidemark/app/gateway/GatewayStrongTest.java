package dev.tidemark.app.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.app.gateway.Values.SystemConfig;
import dev.tidemark.core.ConflictException;
import dev.tidemark.core.NotFoundException;
import dev.tidemark.core.StorageException;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.RowKey;
import dev.tidemark.core.state.Saved;
import dev.tidemark.core.state.StateEvent;
import dev.tidemark.core.state.Versioned;
import dev.tidemark.testkit.fake.RecordingListener;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the gateway's operations on its strong tables do. */
final class GatewayStrongTest {

  private final RecordingListener told = new RecordingListener();
  @TempDir Path directory;
  @AutoClose private Gateway gateway;

  @BeforeEach
  void open() {
    gateway = Gateway.open(directory, told);
  }

  @Test
  void config_neverSaved_isAbsent() {
    assertThat(gateway.config.find(SystemConfig.KEY)).isEmpty();
  }

  @Test
  void config_savedTwiceOnTheSameVersion_refusesTheSecond() {
    long version = gateway.config.insert(SystemConfig.of("{\"a\":1}", 1)).version();
    gateway.config.update(SystemConfig.of("{\"a\":2}", 2), version);

    assertThatThrownBy(() -> gateway.config.update(SystemConfig.of("{\"a\":3}", 2), version))
        .isInstanceOf(ConflictException.class)
        .hasMessage("update system_config 1: expected version 1, found 2; read it again and retry");
    assertThat(gateway.config.get(SystemConfig.KEY).value().configJson()).isEqualTo("{\"a\":2}");
  }

  @Test
  void config_ofAnotherId_isNoValue() {
    assertThatThrownBy(() -> new SystemConfig(2, "{}", 1, 1))
        .hasMessage("system config: expected the id 1, found 2");
  }

  @Test
  void config_thatMakesNoSense_isAnErrorAndNotAbsent() throws Exception {
    gateway.config.insert(SystemConfig.of("{}", 1));
    RawFile.state(directory).execute("UPDATE system_config SET config_json = '{'");

    assertThatThrownBy(() -> gateway.config.find(SystemConfig.KEY))
        .isInstanceOf(StorageException.class)
        .hasMessage("read system_config 1: what is stored is no value of it; see the log for why");
  }

  @Test
  void configAndPlatform_afterReopening_areWhatTheyWere() {
    Platform platform =
        Platform.of("p", " name ")
            .withFilters(List.of("^hk-.*", "日本"), List.of("hk", "jp"))
            .withBehavior("REJECT", "FIXED_HEADER", "X-Account");
    Versioned<Platform> saved = gateway.platforms.save(platform).row();
    gateway.config.insert(SystemConfig.of("{\"x\":[1,2]}", 7));

    gateway.close();
    open();

    assertThat(gateway.platforms.get(RowKey.of("p"))).isEqualTo(saved);
    assertThat(saved.value().name()).isEqualTo("name");
    assertThat(gateway.config.get(SystemConfig.KEY).value().configJson())
        .isEqualTo("{\"x\":[1,2]}");
  }

  @Test
  void lists_absent_areStoredAsEmptyOnes() throws SQLException {
    gateway.platforms.save(Platform.of("p", "name").withFilters(null, null));

    assertThat(
            RawFile.state(directory)
                .query("SELECT regex_filters_json, region_filters_json FROM platforms"))
        .containsExactly("[]|[]");
  }

  @Test
  void lists_storedAsNull_areReadAsEmptyOnes() throws SQLException {
    gateway.platforms.save(Platform.of("p", "name"));
    RawFile.state(directory).execute("UPDATE platforms SET regex_filters_json = 'null'");

    assertThat(gateway.platforms.get(RowKey.of("p")).value().regexFilters()).isEmpty();
  }

  @Test
  void platform_invalid_neverReachesTheStore() {
    Platform fine = Platform.of("p", "name");

    assertThatThrownBy(() -> Platform.of("p", "  "))
        .hasMessage("platform: expected a name as name, found ''");
    assertThatThrownBy(() -> fine.withFilters(List.of("("), List.of()))
        .hasMessageContaining("Unclosed group");
    assertThatThrownBy(() -> fine.withFilters(null, List.of("HK1")))
        .hasMessage("platform: expected two letters as region, found 'HK1'");
    assertThatThrownBy(() -> fine.withBehavior(" ", "", ""))
        .hasMessage("platform: expected a known one as miss action, found ''");
    assertThatThrownBy(() -> fine.withBehavior("REJECT", "FIXED_HEADER", " "))
        .hasMessage("platform: expected one as fixed account header, found ''");
    assertThat(gateway.platforms.list()).isEmpty();
  }

  @Test
  void platform_withTheNameOfAnother_isAConflictThatNamesTheField() {
    gateway.platforms.save(Platform.of("1", "same"));

    assertThatThrownBy(() -> gateway.platforms.save(Platform.of("2", "same")))
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining("platforms")
        .hasMessageContaining("name");
    assertThat(gateway.platforms.list()).hasSize(1);
  }

  @Test
  void platforms_swapTheirNames_inOneTransactionOfThreeSteps() {
    gateway.platforms.save(Platform.of("1", "a"));
    gateway.platforms.save(Platform.of("2", "b"));

    gateway.state.transact(
        "swap",
        on -> {
          on.in(gateway.platforms).save(Platform.of("1", "between"));
          on.in(gateway.platforms).save(Platform.of("2", "a"));
          return on.in(gateway.platforms).save(Platform.of("1", "b"));
        });

    assertThat(gateway.platforms.list())
        .extracting(each -> each.value().id() + each.value().name())
        .containsExactly("1b", "2a");
  }

  @Test
  void subscriptions_ofTheSameName_areFine() {
    gateway.subscriptions.save(Subscription.of("1", "same"));
    gateway.subscriptions.save(Subscription.of("2", "same"));

    assertThat(gateway.subscriptions.list()).hasSize(2);
  }

  @Test
  void subscription_invalid_isNoValue() {
    assertThatThrownBy(() -> Subscription.of("1", "a", "ftp", Subscription.SHORTEST_INTERVAL_NS))
        .hasMessage("subscription: no source type ftp");
    assertThatThrownBy(() -> Subscription.of("1", "a", "local", 29_999_999_999L))
        .hasMessage("subscription: expected 30 s or more between updates, found 29999999999 ns");
    assertThat(Subscription.of("1", "a").sourceType()).isEqualTo("remote");
  }

  @Test
  void subscription_savedAgain_keepsTheTimeOfItsCreation() {
    Saved<Subscription> first = gateway.subscriptions.save(Subscription.of("1", "a"));
    Saved<Subscription> second = gateway.subscriptions.save(Subscription.of("1", "b"));

    assertThat(first.created()).isTrue();
    assertThat(second.created()).isFalse();
    assertThat(second.row().createdAt()).isEqualTo(first.row().createdAt());
    assertThat(gateway.subscriptions.get(RowKey.of("1"))).isEqualTo(second.row());
  }

  @Test
  void get_absent_saysWhatIsNotThere() {
    assertThatThrownBy(() -> gateway.platforms.get(RowKey.of("nobody")))
        .isInstanceOf(NotFoundException.class)
        .hasMessage("read platforms nobody: it is not there");
  }

  @Test
  void delete_absent_saysWhatIsNotThere() {
    assertThatThrownBy(() -> gateway.platforms.delete(RowKey.of("nobody")))
        .isInstanceOf(NotFoundException.class)
        .hasMessage("delete platforms nobody: it is not there");
    assertThatThrownBy(() -> gateway.subscriptions.delete(RowKey.of("nobody")))
        .isInstanceOf(NotFoundException.class);
    assertThatThrownBy(() -> gateway.rules.delete(RowKey.of("https://a")))
        .isInstanceOf(NotFoundException.class);
  }

  @Test
  void rule_ensured_isInsertedOnceAndNeverChanged() {
    Saved<Row> first = gateway.rules.insertIfAbsent(Values.rule("https://a", "[\"X\"]", 1));
    Saved<Row> second = gateway.rules.insertIfAbsent(Values.rule("https://a", "[\"Y\"]", 2));

    assertThat(first.created()).isTrue();
    assertThat(second.created()).isFalse();
    assertThat(second.row()).isEqualTo(first.row());
  }

  @Test
  void rule_saved_saysWhetherItIsNew() {
    assertThat(gateway.rules.save(Values.rule("", "[]", 1)).created()).isTrue();
    assertThat(gateway.rules.save(Values.rule("", "[\"Y\"]", 2)).created()).isFalse();
    assertThat(gateway.rules.get(RowKey.of("")).value().value("headers_json")).isEqualTo("[\"Y\"]");
  }

  @Test
  void saves_byTwentyThreadsAtOnce_allSucceed() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(20);
    try {
      List<Callable<Saved<Platform>>> saves =
          IntStream.range(0, 20)
              .<Callable<Saved<Platform>>>mapToObj(
                  i -> () -> gateway.platforms.save(Platform.of("p" + i % 10, "name " + i % 10)))
              .toList();
      for (Future<Saved<Platform>> save : threads.invokeAll(saves)) {
        save.get();
      }
    } finally {
      threads.shutdownNow();
    }

    assertThat(gateway.platforms.list()).hasSize(10).allMatch(each -> each.version() == 2);
  }

  @Test
  void list_withARowThatIsNoValue_givesTheOthersAndTellsOfIt() throws SQLException {
    gateway.subscriptions.save(Subscription.of("1", "a"));
    gateway.subscriptions.save(Subscription.of("2", "b"));
    gateway.subscriptions.save(Subscription.of("3", "c"));
    RawFile.state(directory).execute("UPDATE subscriptions SET source_type = 'ftp' WHERE id = '2'");

    assertThat(gateway.subscriptions.list())
        .extracting(each -> each.value().id())
        .containsExactly("1", "3");
    assertThat(told.events(StateEvent.Unreadable.class))
        .singleElement()
        .satisfies(
            unreadable -> {
              assertThat(unreadable.key()).isEqualTo("2");
              assertThat(unreadable.failure()).hasMessage("subscription: no source type ftp");
            });
  }
}
