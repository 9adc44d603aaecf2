package dev.tidemark.core.mirror;

import dev.tidemark.core.RowsRejectedException;
import dev.tidemark.core.mirror.spi.Digest;
import dev.tidemark.core.mirror.spi.MirrorTransaction;
import dev.tidemark.core.query.KeyRange;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.RowKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Compares tables and makes equal what differs. What is written is read from the replica once more
 * where it is written, so that a row that came back meanwhile is not removed.
 */
final class Repairing {

  private static final int AT_ONCE = 500;

  /** So few extra rows are no reason to doubt the replica, however few rows there are. */
  private static final int A_HANDFUL = 10;

  private final Work work;
  private final LatestState latest;
  private final Runnable between;
  private final Consumer<Repaired> ended;

  /**
   * @param between run between two steps, on the same thread
   * @param ended told of each table as soon as nothing more is done about it
   */
  Repairing(Work work, Runnable between, Consumer<Repaired> ended) {
    this.work = work;
    this.latest = new LatestState(work);
    this.between = between;
    this.ended = ended;
  }

  /** One of each type, in the order in which they were asked for. */
  List<Repaired> run(RepairRequest request) {
    Map<EntityType, Repair> repairs = new LinkedHashMap<>();
    for (EntityType type : request.types()) {
      Findings findings = new Findings(type);
      Comparison comparison = new Comparing(work, findings, between).run();
      Repair repair = new Repair(findings, comparison, refusal(comparison, request.maxShare()));
      repairs.put(type, repair);
      if (comparison.isEqual()) {
        ended.accept(repair.report(request.dryRun()));
      }
    }
    if (!request.dryRun()) {
      write(repairs);
    }
    return repairs.values().stream().map(repair -> told(repair, request)).toList();
  }

  /** What there is to do about one table, and what has been done. */
  private static final class Repair {

    private final Findings findings;
    private final Comparison comparison;
    private final AtomicReference<String> refusal;
    private final List<LatestState.Outcome> outcomes = new ArrayList<>();

    Repair(Findings findings, Comparison comparison, String refusal) {
      this.findings = findings;
      this.comparison = comparison;
      this.refusal = new AtomicReference<>(refusal);
    }

    Repaired report(boolean dryRun) {
      if (dryRun) {
        return new Repaired(
            comparison,
            comparison.missing() + comparison.different(),
            refusal.get().isEmpty() ? comparison.extra() : 0,
            0,
            refusal.get(),
            findings.left());
      }
      return new Repaired(
          comparison,
          sum(LatestState.Outcome::written),
          sum(LatestState.Outcome::removed),
          sum(LatestState.Outcome::refusals),
          refusal.get(),
          findings.left());
    }

    private long sum(Function<LatestState.Outcome, Long> each) {
      return outcomes.stream().mapToLong(each::apply).sum();
    }
  }

  private Repaired told(Repair repair, RepairRequest request) {
    Repaired report = repair.report(request.dryRun());
    if (!report.found().isEqual()) {
      if (!request.dryRun()) {
        work.tell(new MirrorEvent.TableRepaired(work.mirror(), report));
      }
      ended.accept(report);
    }
    return report;
  }

  private static String refusal(Comparison found, double maxShare) {
    long rows = found.replica().count() - found.missing() + found.extra();
    boolean isFew = found.extra() <= A_HANDFUL || found.extra() <= maxShare * rows;
    return isFew
        ? ""
        : "%d of %d rows are not in the replica, more than %s: see whether the replica is whole"
            .formatted(found.extra(), rows, percent(maxShare));
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.3g%%", share * 100);
  }

  private void write(Map<EntityType, Repair> repairs) {
    for (EntityType type : latest.childrenFirst()) {
      Repair repair = repairs.get(type);
      if (repair != null && repair.refusal.get().isEmpty()) {
        inParts(repair, type, repair.findings.extra());
      }
    }
    for (EntityType type : work.schema().types()) {
      Repair repair = repairs.get(type);
      if (repair != null) {
        repair.findings.ranges().forEach(range -> refill(repair, type, range));
        inParts(repair, type, repair.findings.stale());
        lookAgain(repair);
      }
    }
  }

  /**
   * What a database takes and has otherwise then, as with a trigger or a column of another type, is
   * not repaired, however often it is written.
   */
  private void lookAgain(Repair repair) {
    if (repair.refusal.get().isEmpty() && repair.findings.left() == 0) {
      Findings again = new Findings(repair.findings.type());
      RowByRow rows = new RowByRow(work, again, between);
      repair.findings.parts().forEach(rows::compare);
      long still = again.comparison(Digest.EMPTY).drift();
      if (still > 0) {
        repair.refusal.set(
            still + " rows differ again behind the repair: see whether a trigger changes them");
      }
    }
  }

  private void inParts(Repair repair, EntityType type, Set<RowKey> keys) {
    List<RowKey> all = List.copyOf(keys);
    for (int i = 0; i < all.size(); i += AT_ONCE) {
      List<RowKey> part = all.subList(i, Math.min(all.size(), i + AT_ONCE));
      Map<EntityType, Set<RowKey>> some = Map.of(type, new HashSet<>(part));
      written(repair, transaction -> latest.write(transaction, some));
    }
  }

  private void written(Repair repair, Function<MirrorTransaction, LatestState.Outcome> write) {
    work.goOn();
    LatestState.Outcome outcome = work.write(write);
    latest.settle(outcome);
    repair.outcomes.add(outcome);
    between.run();
  }

  /** Extra rows of the range are another matter, and stay. */
  private void refill(Repair repair, EntityType type, KeyRange range) {
    try {
      written(repair, transaction -> load(transaction, type, range));
    } catch (RowsRejectedException notAsAWhole) {
      inParts(repair, type, keys(type, range));
    }
  }

  private LatestState.Outcome load(MirrorTransaction transaction, EntityType type, KeyRange range) {
    long rows = work.reader().read(type, range, each -> transaction.table(type).load(range, each));
    return new LatestState.Outcome(rows, 0, Map.of(), Map.of());
  }

  private Set<RowKey> keys(EntityType type, KeyRange range) {
    return work.reader()
        .read(
            type,
            range,
            rows -> {
              Set<RowKey> keys = new HashSet<>();
              rows.forEachRemaining(row -> keys.add(row.key()));
              return keys;
            });
  }
}
