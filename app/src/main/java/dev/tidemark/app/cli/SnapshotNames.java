package dev.tidemark.app.cli;

import dev.tidemark.app.config.ConfiguredSnapshots;
import dev.tidemark.core.InvalidConfigurationException;
import dev.tidemark.core.schema.NearMiss;
import java.util.List;

/** Which snapshots a command line means. */
record SnapshotNames(ConfiguredSnapshots snapshots) {

  /** What there is to say where there is none. */
  static final List<String> HOW_TO =
      List.of(
          "no snapshot is specified; this in tidemark.yaml makes one:",
          "  snapshots:",
          "    public:",
          "      tables: {org: {}, net: {where: \"status = 'ok'\"}}",
          "      targets: [{name: edge-1, endpoint: \"edge-1.example:9443\"}]");

  /**
   * All, or those of these names.
   *
   * @throws InvalidConfigurationException if there is no such one, or none at all
   */
  List<String> allOr(List<String> names) {
    List<String> all = snapshots.names();
    if (all.isEmpty()) {
      throw wrong("none is specified; snapshot list says how to");
    }
    names.forEach(this::check);
    return names.isEmpty() ? all : names.stream().distinct().toList();
  }

  /**
   * @throws InvalidConfigurationException if none is specified of this name
   */
  void check(String name) {
    if (!snapshots.names().contains(name)) {
      throw wrong(name + ": no such snapshot" + NearMiss.hint(name, snapshots.names()));
    }
  }

  private static InvalidConfigurationException wrong(String problem) {
    return new InvalidConfigurationException("snapshot", List.of(problem));
  }
}
