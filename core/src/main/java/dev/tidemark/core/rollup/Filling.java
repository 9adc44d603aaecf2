package dev.tidemark.core.rollup;

import dev.tidemark.core.rollup.spi.RollupLeases.Lease;
import dev.tidemark.core.rollup.spi.RollupWalks;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The backfill of one rollup. */
record Filling(KeptRollup rollup, RollupWalks walks, RollupTerms terms) {

  private static final Span NOTHING = new Span(Instant.EPOCH, Instant.EPOCH);

  /** What would be done. */
  Backfilled look(BackfillRequest request, RollupStanding standing) {
    if (isDone(standing, request)) {
      return new Backfilled(NOTHING, List.of(), 0, 0, true);
    }
    Walk walk =
        standing
            .walk()
            .filter(open -> !request.afresh())
            .orElseGet(() -> new Walk(walks.extent().orElse(NOTHING), Watermark.NONE, List.of()));
    List<Span> due = due(walk, request.slice());
    return new Backfilled(
        walk.span(), due, request.slice().of(walk.span()).size() - due.size(), 0, true);
  }

  private static boolean isDone(RollupStanding standing, BackfillRequest request) {
    return standing.isComplete() && standing.walk().isEmpty() && !request.afresh();
  }

  private static List<Span> due(Walk walk, Slice slice) {
    return slice.of(walk.span()).stream().filter(part -> !walk.isDone(part)).toList();
  }

  Backfilled fill(Lease lease, BackfillRequest request) {
    if (isDone(rollup.standing(), request)) {
      return new Backfilled(NOTHING, List.of(), 0, 0, false);
    }
    Walk walk = walks.begin(lease, request.afresh());
    List<Span> due = due(walk, request.slice());
    int parts = request.slice().of(walk.span()).size();
    List<Span> computed = new ArrayList<>();
    long cells = 0;
    for (Span part : due) {
      if (!computed.isEmpty()) {
        rollup.pause(request.pause());
      }
      long made = walks.compute(lease, part);
      computed.add(part);
      cells += made;
      tell(part, made, parts - due.size() + computed.size(), parts);
    }
    walks.complete(lease);
    Backfilled result = new Backfilled(walk.span(), computed, parts - due.size(), cells, false);
    terms.tell(new RollupEvent.Completed(rollup.name(), rollup.place(), result));
    return result;
  }

  private void tell(Span part, long cells, int done, int parts) {
    terms.tell(
        new RollupEvent.PartComputed(rollup.name(), rollup.place(), part, cells, done, parts));
  }
}
