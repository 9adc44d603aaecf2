package dev.tidemark.core.snapshot;

import dev.tidemark.core.InvalidConfigurationException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Somebody whom a snapshot is pushed to.
 *
 * @param snapshot name of the specification
 * @param name of its own among the targets of that snapshot: {@code edge-1}
 * @param endpoint {@code host:port}; may be empty for {@link Strategy#NOOP}
 * @param enabled whether anything is pushed at all
 */
public record Target(
    String snapshot, String name, Strategy strategy, String endpoint, boolean enabled) {

  /** How one pushes to it. */
  public enum Strategy {
    /** The protocol of Tidemark: it says what became of the snapshot. */
    TIDEMARK,
    /** The older protocol of whole files, {@code horos-dbsync-v1}, for peers that speak it. */
    DBSYNC,
    /** Not at all: the target is only written down. */
    NOOP;

    /** As it is written: its name in small letters. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * A target of what people write.
   *
   * @param strategy a word: {@code tidemark}, {@code dbsync} or {@code noop}
   * @throws InvalidConfigurationException with all problems: names that are none, a strategy that
   *     there is not, an endpoint that is none or lacks
   */
  public static Target of(
      String snapshot, String name, String strategy, String endpoint, boolean enabled) {
    List<String> problems = new ArrayList<>();
    if (!SnapshotSpec.isName(snapshot)) {
      problems.add("snapshot: " + SnapshotFit.noName(snapshot));
    }
    Optional<Strategy> known = TargetCheck.check(name, strategy, endpoint, problems::add);
    if (!problems.isEmpty()) {
      throw new InvalidConfigurationException("target " + name, problems);
    }
    return new Target(snapshot, name, known.orElseThrow(), endpoint, enabled);
  }
}
