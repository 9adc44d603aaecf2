package dev.tidemark.core;

/**
 * So many rows of a mirror are not in the replica that the replica is doubted instead. None of them
 * was removed.
 */
public final class SweepRefusedException extends TidemarkException {

  private static final long serialVersionUID = 1L;

  public SweepRefusedException(String message) {
    super("SWEEP_REFUSED", false, message, null);
  }
}
