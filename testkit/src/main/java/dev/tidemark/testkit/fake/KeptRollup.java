package dev.tidemark.testkit.fake;

import dev.tidemark.core.rollup.RollupCell;
import dev.tidemark.core.rollup.RollupPlan;
import dev.tidemark.core.rollup.RollupStanding.Failure;
import dev.tidemark.core.rollup.RollupStanding.Success;
import dev.tidemark.core.rollup.Walk;
import dev.tidemark.core.rollup.Watermark;
import dev.tidemark.core.rollup.spi.RollupLeases.Lease;
import dev.tidemark.testkit.model.CellKey;
import dev.tidemark.testkit.model.RollupOracle;
import java.time.Instant;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** All that is stored of one rollup. Belongs to one transaction, and to nobody once committed. */
final class KeptRollup {

  final NavigableMap<CellKey, RollupCell> cells = new TreeMap<>();

  /** What rows brought that are there no more. */
  final NavigableMap<CellKey, RollupCell> archive = new TreeMap<>();

  final NavigableMap<Long, Note> notes = new TreeMap<>();

  RollupPlan plan;
  Watermark watermark = Watermark.NONE;
  boolean hasSourceTrigger = true;
  boolean hasJoinedTrigger = true;
  boolean hasTables = true;
  @Nullable Walk walk;
  @Nullable Instant completeSince;
  @Nullable Success success;
  @Nullable Failure failure;
  long mismatches;
  Leased leased = new Leased(new Lease("", 0), Instant.MIN, 0);
  private long lastNote;

  KeptRollup(RollupPlan plan) {
    this.plan = plan;
  }

  /** A cell that is to be computed anew. */
  record Note(CellKey cell, Instant at) {}

  /** The last lease, and how often somebody did not get it. */
  record Leased(Lease lease, Instant until, long misses) {}

  KeptRollup copy() {
    KeptRollup copy = new KeptRollup(plan);
    copy.cells.putAll(cells);
    copy.archive.putAll(archive);
    copy.notes.putAll(notes);
    copy.watermark = watermark;
    copy.hasSourceTrigger = hasSourceTrigger;
    copy.hasJoinedTrigger = hasJoinedTrigger;
    copy.hasTables = hasTables;
    copy.walk = walk;
    copy.completeSince = completeSince;
    copy.success = success;
    copy.failure = failure;
    copy.mismatches = mismatches;
    copy.leased = leased;
    copy.lastNote = lastNote;
    return copy;
  }

  /** Another definition, to which nobody with an earlier lease may write. */
  KeptRollup anew(RollupPlan other) {
    KeptRollup anew = new KeptRollup(other);
    long next = leased.lease().token() + 1;
    anew.leased = new Leased(new Lease(leased.lease().holder(), next), Instant.MIN, 0);
    return anew;
  }

  void note(CellKey cell, Instant at) {
    notes.put(++lastNote, new Note(cell, at));
  }

  void archive(RollupCell gone) {
    archive.merge(CellKey.of(gone), gone, (one, other) -> RollupOracle.merge(plan, one, other));
  }

  /** Replaces the cells of these keys by those that there are now. */
  long replace(Map<CellKey, RollupCell> now, Iterable<CellKey> all) {
    long touched = 0;
    for (CellKey key : all) {
      RollupCell before = cells.remove(key);
      RollupCell after = now.get(key);
      if (after != null) {
        cells.put(key, after);
      }
      touched += before == null && after == null ? 0 : 1;
    }
    return touched;
  }

  boolean isWhole() {
    return hasSourceTrigger && hasJoinedTrigger && hasTables;
  }

  /** Makes what was dropped; nothing is proved by what was computed before. */
  boolean isFailing() {
    return failure != null && (success == null || success.at().isBefore(failure.at()));
  }

  void retire() {
    hasSourceTrigger = false;
    hasJoinedTrigger = false;
    notes.clear();
  }

  void mend() {
    hasSourceTrigger = true;
    hasJoinedTrigger = true;
    hasTables = true;
    walk = null;
    completeSince = null;
  }
}
