package dev.tidemark.app.cli;

import dev.tidemark.app.config.Loaded;
import dev.tidemark.app.config.Policies;
import dev.tidemark.app.config.StoredSettings;
import dev.tidemark.assembly.Application;
import dev.tidemark.core.ConflictException;
import dev.tidemark.core.InvalidConfigurationException;
import dev.tidemark.core.schema.Schema;
import dev.tidemark.core.settings.Revision;
import dev.tidemark.core.settings.SettingsDocument;
import dev.tidemark.core.state.StateEngine;
import java.util.List;
import java.util.Optional;

/**
 * Changes the stored settings, to such as every process could start with, and without losing what
 * somebody else changes at the same time.
 *
 * @param base the configuration here, as it is where nothing is stored
 */
record SettingsEditor(State state, Loaded base, Schema schema) {

  /** Each time, somebody else's change got through. */
  private static final int TRIES = 20;

  /** What one change comes to. */
  interface Change {

    /**
     * The settings that are wanted in place of these.
     *
     * @throws InvalidConfigurationException if that cannot be done to them
     */
    StoredSettings wanted(SettingsDocument document, StoredSettings before);

    Revision write(SettingsDocument document, StoredSettings before, StoredSettings wanted);
  }

  /** The settings before a change and after it, both in their versions. */
  record Edit(StoredSettings before, StoredSettings after) {}

  /**
   * Makes the change.
   *
   * @param expected the version that it is meant for; whatever there is, if empty
   * @throws ConflictException if there is another version than the expected one
   * @throws InvalidConfigurationException with all that is wrong with what is wanted
   */
  Edit edit(Optional<Long> expected, Change change) {
    try (Application application = state.openToWrite()) {
      SettingsDocument document = new SettingsDocument(application.get(StateEngine.class));
      return expected.isPresent()
          ? attempt(document, expected, change)
          : persistently(document, change);
    }
  }

  private Edit persistently(SettingsDocument document, Change change) {
    for (int left = TRIES; ; left--) {
      try {
        return attempt(document, Optional.empty(), change);
      } catch (ConflictException lost) {
        if (left == 1) {
          throw lost;
        }
      }
    }
  }

  private Edit attempt(SettingsDocument document, Optional<Long> expected, Change change) {
    StoredSettings found = State.settings(document);
    StoredSettings before = expected.map(found::at).orElse(found);
    if (before.version() != found.version()) {
      throw conflict(before.version(), found.version());
    }
    StoredSettings wanted = change.wanted(document, before).at(before.version() + 1);
    refuseIfBad(wanted);
    Revision written = change.write(document, before, wanted);
    return new Edit(before, wanted.at(written.version()));
  }

  private static ConflictException conflict(long expected, long found) {
    return new ConflictException(
        "change the settings: expected version %d, found %d; settings history tells who changed what"
            .formatted(expected, found));
  }

  private void refuseIfBad(StoredSettings wanted) {
    List<String> problems = wanted.everyProblem();
    if (!problems.isEmpty()) {
      throw new InvalidConfigurationException("settings", problems);
    }
    Policies.of(base.elsewhere(wanted), schema);
  }
}
