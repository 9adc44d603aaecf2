package dev.tidemark.core.rollup.spi;

import dev.tidemark.core.rollup.Span;
import dev.tidemark.core.rollup.Walk;
import dev.tidemark.core.rollup.spi.RollupLeases.Lease;
import java.util.Optional;

/**
 * The backfill of one rollup, in parts, with a stored proof of what is done. Needs a prepared
 * rollup, but for {@link #extent}. Interrupts and leases as with {@link RollupTable}.
 */
public interface RollupWalks {

  /**
   * From the first bucket with events to the last, archived ones and stored cells too, since these
   * may outlive their events; empty without any.
   */
  Optional<Span> extent();

  /**
   * The walk that has begun and not ended; otherwise a new one over all that there is, from where
   * the source's changes stand now.
   *
   * @param afresh whether one that has begun is begun anew
   */
  Walk begin(Lease lease, boolean afresh);

  /**
   * Computes every cell of a part anew and replaces it, and notes in the same transaction that the
   * part is done. Notes that wait stay. Repeating it changes nothing.
   *
   * @param part in whole buckets
   * @return cells that the part has now, and that it had and has no more
   */
  long compute(Lease lease, Span part);

  /**
   * Ends the walk: the rollup is complete, and the watermark is no earlier than the walk's stamp.
   *
   * @throws IllegalStateException if a part of it is not done; nothing is changed
   */
  void complete(Lease lease);
}
