package dev.tidemark.app.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.app.config.Flags;
import dev.tidemark.app.config.LiveConfiguration;
import dev.tidemark.app.config.Loaded;
import dev.tidemark.app.config.SchemaLoader;
import dev.tidemark.app.config.Settings;
import dev.tidemark.app.config.StoredSettings;
import dev.tidemark.app.config.Surroundings;
import dev.tidemark.core.StorageException;
import dev.tidemark.core.settings.Revision;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

final class SettingsWatchTest {

  private final LiveConfiguration live =
      new LiveConfiguration(
          Loaded.from(Surroundings.none(), new Flags(), data -> StoredSettings.NONE),
          SchemaLoader.load(SchemaLoader.SHIPPED));
  private final AtomicInteger changes = new AtomicInteger();
  private Supplier<StoredSettings> stored = () -> StoredSettings.NONE;

  @AutoClose
  private final SettingsWatch watch =
      new SettingsWatch(() -> stored.get(), live, changes::incrementAndGet);

  private static StoredSettings version(long version, String document) {
    return StoredSettings.of(new Revision(version, document, Instant.EPOCH, ""));
  }

  @Test
  void look_nothingNew_changesNothing() {
    watch.look();

    assertThat(changes).hasValue(0);
  }

  @Test
  void look_newVersion_isTakenUpOnce() {
    stored = () -> version(1, "{\"sync.interval\":\"5m\"}");
    watch.look();
    watch.look();

    assertThat(live.get(Settings.SYNC_INTERVAL)).isEqualTo(Duration.ofMinutes(5));
    assertThat(changes).hasValue(1);
  }

  @Test
  void look_versionThatChangesNothing_isNoChange() {
    stored = () -> version(1, "{\"sync.interval\":\"1h\"}");
    watch.look();

    assertThat(changes).hasValue(0);
    assertThat(live.version()).isEqualTo(1);
  }

  @Test
  void look_noGood_keepsTheLastGoodOneUntilAnotherComes() {
    stored = () -> version(1, "{\"sync.interval\":\"5m\"}");
    watch.look();
    stored = () -> version(2, "{\"sync.interval\":\"soon\"}");
    watch.look();
    assertThat(live.get(Settings.SYNC_INTERVAL)).isEqualTo(Duration.ofMinutes(5));

    stored = () -> version(3, "{\"sync.interval\":\"6m\"}");
    watch.look();
    assertThat(live.get(Settings.SYNC_INTERVAL)).isEqualTo(Duration.ofMinutes(6));
  }

  @Test
  void look_unreadable_looksAgain() {
    stored =
        () -> {
          throw new StorageException("busy", true);
        };
    watch.look();
    stored = () -> version(1, "{\"sync.interval\":\"5m\"}");
    watch.look();

    assertThat(live.get(Settings.SYNC_INTERVAL)).isEqualTo(Duration.ofMinutes(5));
  }

  @Test
  void look_onePartFailsOnTheChange_keepsTheChange() {
    try (SettingsWatch broken =
        new SettingsWatch(
            () -> stored.get(),
            live,
            () -> {
              throw new IllegalStateException("no schedule");
            })) {
      stored = () -> version(1, "{\"sync.interval\":\"5m\"}");
      broken.look();
    }

    assertThat(live.get(Settings.SYNC_INTERVAL)).isEqualTo(Duration.ofMinutes(5));
  }
}
