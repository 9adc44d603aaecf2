package dev.tidemark.core.job;

import java.util.Locale;

/** How a run stands. */
public enum JobStatus {
  RUNNING,
  SUCCEEDED,
  /** The handler ended without success; why is told by the failure's code. */
  FAILED,
  /** Nothing was heard of the run any more: its process died, or was paused for too long. */
  ABANDONED,
  /** As abandoned, of a job that must not be run again by itself: a person has to look. */
  WAITING;

  /** For people and machines: {@code running}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
