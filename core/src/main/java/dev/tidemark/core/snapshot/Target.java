package dev.tidemark.core.snapshot;

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
    NOOP
  }
}
