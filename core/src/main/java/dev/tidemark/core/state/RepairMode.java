package dev.tidemark.core.state;

/** How far a repair goes. */
public enum RepairMode {
  /** Nothing is removed; the report says what would be. */
  DRY_RUN,
  /** Nothing is removed if it is more than the guard allows. */
  GUARDED,
  /** All is removed that refers to nothing, however much it is. */
  FORCED
}
