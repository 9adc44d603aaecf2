package dev.tidemark.app.sample;

import org.jspecify.annotations.Nullable;

/**
 * One row, kept as the ASCII JSON that is sent, with what lists select and order by.
 *
 * @param created in microseconds since the epoch, as {@code updated}
 * @param forMembers what a viewer with a key is shown; null for nothing
 * @param forEveryone what an anonymous viewer is shown; null for nothing
 */
record SampleRow(
    long id,
    long created,
    long updated,
    String status,
    byte @Nullable [] forMembers,
    byte @Nullable [] forEveryone) {

  static final String OK = "ok";
  static final String DELETED = "deleted";
  static final String PENDING = "pending";

  boolean live() {
    return !deleted() && !pending();
  }

  boolean deleted() {
    return status.equals(DELETED);
  }

  boolean pending() {
    return status.equals(PENDING);
  }

  byte @Nullable [] json(Viewer viewer) {
    return viewer == Viewer.MEMBER ? forMembers : forEveryone;
  }
}
