package dev.tidemark.core.job;

/** What becomes of plans whose time passed while nobody ran them. */
public enum CatchUp {
  /** Only the latest one is run: for work that does all there is to do, whenever it is done. */
  LATEST_ONLY,
  /** Every one is run, the oldest first, and none before the one that precedes it has ended. */
  EVERY_PLAN
}
