package dev.tidemark.core.mirror;

/** How a mirror stands. */
public enum MirrorState {
  /** Nobody asked for it, or another process keeps it. Nothing is asked of its database. */
  DISABLED,
  /** Its database is looked for. */
  CONNECTING,
  /** Its tables are made, or brought to what the schema asks for. */
  SETUP,
  /** That failed; nothing is written to it until it succeeds, which is tried again. */
  SETUP_FAILED,
  /** It is being filled, repaired or verified, and follows the feed. */
  CATCHING_UP,
  /** It has all changes, and is verified; new ones arrive at once. */
  LIVE,
  /** As LIVE, but for some tables, which are tried again. */
  DEGRADED
}
