package dev.tidemark.core;

/**
 * So much of the weak state refers to nothing that the strong state beside it is doubted instead.
 * Nothing was removed.
 */
public final class RepairRefusedException extends TidemarkException {

  private static final long serialVersionUID = 1L;

  public RepairRefusedException(String message) {
    super("REPAIR_REFUSED", false, message, null);
  }
}
