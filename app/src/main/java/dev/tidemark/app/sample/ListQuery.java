package dev.tidemark.app.sample;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What a list request asks for.
 *
 * @param since microseconds since the epoch; 0 for the rows as they are now
 * @param filters all of them must hold
 * @param oneId whether it asks for one id, for which nothing is an error
 * @param limit 0 for all rows
 * @param fields which fields; empty for all
 */
record ListQuery(
    long since,
    List<Predicate<SampleRow>> filters,
    boolean oneId,
    long skip,
    long limit,
    Set<String> fields) {

  private static final int LARGEST_LIVE_PAGE = 250;
  private static final Comparator<SampleRow> BY_CHANGE =
      Comparator.comparingLong(SampleRow::updated).thenComparingLong(SampleRow::id);

  /**
   * Reads the query parameters; unknown ones are ignored.
   *
   * @throws ApiError with status 400 if one cannot be understood
   */
  static ListQuery of(Map<String, List<String>> parameters, SampleTable table) {
    Parameters given = new Parameters(parameters);
    return new ListQuery(
        given.since(),
        Filters.of(given, table),
        given.has("id"),
        given.number("skip"),
        given.number("limit"),
        given.fields());
  }

  /** Whether the real API answers this from its cache. */
  boolean cached() {
    return since == 0 && filters.isEmpty() && (limit == 0 || limit > LARGEST_LIVE_PAGE);
  }

  /** Whether it asks for everything. */
  boolean whole() {
    return cached() && skip == 0 && limit == 0 && fields.isEmpty();
  }

  /** The rows that are asked for, in the order of the answer. */
  Stream<SampleRow> rows(SampleTable table) {
    Stream<SampleRow> rows = since > 0 ? changed(table) : table.liveRows();
    for (Predicate<SampleRow> filter : filters) {
      rows = rows.filter(filter);
    }
    return rows;
  }

  /** The page of {@code rows} that is asked for. */
  <T> Stream<T> page(Stream<T> rows) {
    return rows.skip(skip).limit(limit == 0 ? Long.MAX_VALUE : limit);
  }

  private Stream<SampleRow> changed(SampleTable table) {
    boolean pendingToo = table.type().equals(Kind.CAMPUS.type());
    List<SampleRow> changed = new ArrayList<>();
    for (SampleRow row : table.rows()) {
      boolean newer = row.updated() > since || row.created() > since;
      if (newer && (pendingToo || !row.pending())) {
        changed.add(row);
      }
    }
    changed.sort(BY_CHANGE);
    return changed.stream();
  }
}
