package dev.tidemark.core;

import java.util.List;
import java.util.Map;

/**
 * The weak state was closed before all of it could be written; what is named here is lost with the
 * process, unless closing is tried again.
 */
public final class UnflushedException extends TidemarkException {

  private static final long serialVersionUID = 1L;

  private final transient Map<String, List<String>> keys;

  public UnflushedException(String message, Map<String, List<String>> keys, Throwable cause) {
    super("UNFLUSHED", true, message, cause);
    this.keys = Map.copyOf(keys);
  }

  /** The texts of the keys of the rows that were not written, by entity type. */
  public Map<String, List<String>> keys() {
    return keys;
  }
}
