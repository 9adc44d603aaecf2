package dev.tidemark.core.state;

/** What was last asked for a key. A hint: what is written is what memory holds at the flush. */
public enum Wish {
  UPSERT,
  DELETE
}
