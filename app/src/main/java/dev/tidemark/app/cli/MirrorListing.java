package dev.tidemark.app.cli;

import dev.tidemark.app.config.Configuration;
import dev.tidemark.app.config.ConfiguredMirror;
import dev.tidemark.app.report.MirrorsReport;
import dev.tidemark.app.report.MirrorsReport.Named;
import dev.tidemark.app.report.Moment;
import dev.tidemark.assembly.Application;
import dev.tidemark.core.mirror.Mirrors;
import java.util.Optional;

/** All mirrors that the configuration names, enabled or not. */
final class MirrorListing {

  private MirrorListing() {}

  static MirrorsReport of(Setup setup, Application application) {
    Configuration configuration = setup.configuration();
    Mirrors mirrors = application.get(Mirrors.class);
    return new MirrorsReport(
        configuration.mirrors().stream().map(name -> named(name, configuration, mirrors)).toList(),
        Moment.of(setup.outside().clock()));
  }

  private static Named named(String name, Configuration configuration, Mirrors mirrors) {
    return new Named(
        name,
        ConfiguredMirror.place(configuration, name),
        ConfiguredMirror.isEnabled(configuration, name)
            ? Optional.of(mirrors.get(name).status())
            : Optional.empty());
  }
}
