package dev.tidemark.app.cli;

import com.google.inject.Module;
import dev.tidemark.app.config.StoredSettings;
import dev.tidemark.app.state.ApplicationState;
import dev.tidemark.assembly.AmbientModule;
import dev.tidemark.assembly.Application;
import dev.tidemark.assembly.StateModule;
import dev.tidemark.core.event.Listener;
import dev.tidemark.core.settings.Revision;
import dev.tidemark.core.settings.SettingsDocument;
import dev.tidemark.core.state.FlushPolicy;
import dev.tidemark.core.state.RepairGuard;
import dev.tidemark.core.state.StateEngine;
import dev.tidemark.core.state.StateTerms;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

/** The state in a data directory, and the applications that can be started on it alone. */
record State(Outside outside, Path data) {

  /** The state of whoever stays: repaired at the opening, within the guard. */
  static Module module(Supplier<FlushPolicy> flush) {
    return new StateModule(ApplicationState.schema(), new StateTerms(flush, RepairGuard.DEFAULTS));
  }

  /** The state as it is, for those who come and go. */
  static Module asItIs() {
    return new StateModule(ApplicationState.schema(), StateTerms.defaults().unrepaired());
  }

  /** An application that looks at the state; what is not there is empty. */
  Application openToRead() {
    return Application.start(
        new AmbientModule(outside.clock(), Listener.NONE),
        asItIs(),
        outside.adapters().stateToRead(data));
  }

  /** An application that changes the state, also while another one does. */
  Application openToWrite() {
    return Application.start(
        new AmbientModule(outside.clock(), Listener.NONE),
        asItIs(),
        outside.adapters().state(data));
  }

  /** All versions of the stored settings, the newest first. */
  List<Revision> history() {
    try (Application application = openToRead()) {
      return new SettingsDocument(application.get(StateEngine.class)).history();
    }
  }

  /** The stored settings now. */
  StoredSettings settings() {
    try (Application application = openToRead()) {
      return settings(new SettingsDocument(application.get(StateEngine.class)));
    }
  }

  static StoredSettings settings(SettingsDocument document) {
    return document.current().map(StoredSettings::of).orElse(StoredSettings.NONE);
  }
}
