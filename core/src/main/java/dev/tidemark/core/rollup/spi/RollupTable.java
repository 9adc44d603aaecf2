package dev.tidemark.core.rollup.spi;

import dev.tidemark.core.rollup.RollupCell;
import dev.tidemark.core.rollup.RollupStanding;
import dev.tidemark.core.rollup.Span;
import dev.tidemark.core.rollup.Watermark;
import dev.tidemark.core.rollup.spi.RollupLeases.Lease;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;

/**
 * The cells of one rollup, and what waits to be taken into them. Needs a prepared rollup, but for
 * {@link #standing}. The thread's interrupt ends a long statement with {@link
 * dev.tidemark.core.CancelledException}; nothing is changed then, but by {@link #compare}, or
 * unless its message says that the commit itself was met, of which nobody knows. To do it again is
 * safe in any case.
 */
public interface RollupTable {

  /**
   * Takes in what has changed: the oldest notes, and what lies behind the watermark, as far as its
   * changes allow. Every cell that is named by any of it is computed anew from all of its events
   * and replaced, or removed where it has none; just the notes that were read are forgotten; and
   * the watermark moves to the end of what was read, never beyond. One transaction, or nothing;
   * what is committed by others meanwhile is either in it or still waiting behind it.
   *
   * @param notes at most so many of them
   * @param settle whether to take in as well what is younger than the lag, which the watermark does
   *     not pass, so that it is taken in once more later
   * @throws dev.tidemark.core.FencedException if there is a later lease; nothing is changed
   */
  Advanced advance(Lease lease, int notes, boolean settle);

  /**
   * Compares every cell of a stretch with its events, all as of one moment, but for those of which
   * a change waits. What differs is noted, so that the next advance computes it anew, and counted,
   * as it is found: where this ends early, what was found until then may be noted and counted.
   *
   * @param span in whole buckets
   */
  Compared compare(Span span);

  /** How many cells, of those of which a change waits, are not what their events add up to. */
  long unprocessed();

  /**
   * The cells of a stretch, by bucket and then by the keys in their order, null first; as of one
   * moment. They are there while the work runs.
   */
  <T> T read(Span span, Function<Iterator<RollupCell>, T> work);

  /** How it stands; of one that was never prepared, that nothing was done yet. */
  RollupStanding standing();

  /** Stores why something failed, in a transaction of its own; also by an interrupted thread. */
  void failed(String reason);

  /**
   * What an advance did.
   *
   * @param cells written or removed; 0 with no notes if there was nothing to do
   * @param notes that were forgotten
   * @param more whether more waits that can be taken in now
   */
  record Advanced(long cells, long notes, Watermark from, Watermark to, boolean more) {}

  /**
   * What a comparison found.
   *
   * @param cells that were compared
   * @param mismatches how many of them differ
   * @param some the first of these as their events have them, or as they are stored if they have
   *     none
   */
  record Compared(long cells, long mismatches, List<RollupCell> some) {
    public Compared {
      some = List.copyOf(some);
    }
  }
}
