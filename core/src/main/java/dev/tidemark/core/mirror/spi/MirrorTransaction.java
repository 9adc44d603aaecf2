package dev.tidemark.core.mirror.spi;

import dev.tidemark.core.schema.EntityType;
import java.util.Optional;

/** One transaction on a mirror, for the thread that runs it and for as long as it runs. */
public interface MirrorTransaction {

  /** How far the mirror is; empty before the first time. */
  Optional<Bookmark> bookmark();

  /** Moves the mirror to this place in the feed, with the rest of the transaction. */
  void moveTo(Bookmark bookmark);

  /**
   * Refuses to go on if somebody of a later term has written to the mirror; else nobody of an
   * earlier term will write from now on, once this is committed.
   *
   * @throws dev.tidemark.core.FencedException if so
   */
  void fence(long term);

  /** The table of one type, to write to. */
  MirrorTable table(EntityType type);
}
