package dev.tidemark.app.serve;

import dev.tidemark.app.config.LiveConfiguration;
import dev.tidemark.app.config.LiveConfiguration.Change;
import dev.tidemark.app.config.StoredSettings;
import dev.tidemark.core.InvalidConfigurationException;
import dev.tidemark.core.TidemarkException;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks once a second whether another process has changed the stored settings, and takes them up.
 * What is no good is told, and the last good configuration stays.
 */
public final class SettingsWatch implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger("tidemark.settings");
  private static final int EVERY_SECONDS = 1;

  private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
  private final Supplier<StoredSettings> stored;
  private final LiveConfiguration live;
  private final Runnable changed;
  private long seen;
  private boolean unreadable;

  /**
   * @param stored reads them as they are now
   * @param changed run when the configuration has become another one
   */
  public SettingsWatch(Supplier<StoredSettings> stored, LiveConfiguration live, Runnable changed) {
    this.stored = stored;
    this.live = live;
    this.changed = changed;
    this.seen = live.version();
  }

  public void start() {
    thread.scheduleWithFixedDelay(this::look, EVERY_SECONDS, EVERY_SECONDS, TimeUnit.SECONDS);
  }

  /** Whatever goes wrong, it looks again the next time. */
  synchronized void look() {
    try {
      StoredSettings now = stored.get();
      unreadable = false;
      if (now.version() != seen) {
        seen = now.version();
        take(now);
      }
    } catch (RuntimeException failure) {
      if (!unreadable) {
        LOG.warn("stored settings cannot be read reason={}", reason(failure));
      }
      unreadable = true;
    }
  }

  private static String reason(RuntimeException failure) {
    return failure instanceof TidemarkException
        ? String.valueOf(failure.getMessage())
        : failure.toString();
  }

  private void take(StoredSettings now) {
    try {
      List<Change> changes = live.take(now);
      changes.forEach(change -> tell(change, now.version()));
      if (!changes.isEmpty()) {
        changed.run();
      }
    } catch (InvalidConfigurationException invalid) {
      LOG.atError()
          .addKeyValue("version", now.version())
          .addKeyValue("problems", String.join("; ", invalid.problems()))
          .log("stored settings are no good, those before stay");
    }
  }

  private static void tell(Change change, long version) {
    LOG.atInfo()
        .addKeyValue("setting", change.name())
        .addKeyValue("from", change.before())
        .addKeyValue("to", change.after())
        .addKeyValue("version", version)
        .log("setting changed");
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
