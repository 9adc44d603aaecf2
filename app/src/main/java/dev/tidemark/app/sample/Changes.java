package dev.tidemark.app.sample;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One move of the invented upstream: a little of everything that happens to the real one. */
final class Changes {

  private static final int ONE_ADDED_IN = 500;
  private static final int ONE_UPDATED_IN = 200;
  private static final int ONE_RECOUNTED_IN = 400;
  private static final int ONE_DELETED_IN = 1_000;
  private static final Map<Kind, String> COUNTS =
      new EnumMap<>(
          Map.of(
              Kind.FAC, "net_count",
              Kind.CARRIER, "fac_count",
              Kind.IX, "net_count",
              Kind.NET, "ix_count"));

  private final Draft draft;
  private final Dice dice;
  private final Words words;
  private final Arrivals arrivals;
  private final long at;

  /**
   * @param at the second in which all this happens, later than anything before
   */
  Changes(SampleState before, Dice dice, long at) {
    this.draft = new Draft(before, dice);
    this.dice = dice;
    this.words = new Words(dice);
    this.arrivals = new Arrivals(draft, words, at);
    this.at = at;
  }

  SampleState next() {
    changeInTheNewestSecond();
    COUNTS.forEach(this::recount);
    for (Kind kind : Kind.values()) {
      update(kind);
    }
    List.of(Kind.NET, Kind.IXPFX).forEach(this::move);
    delete();
    List.of(Kind.POC, Kind.NETIXLAN).forEach(this::revive);
    arrivals.missingNetwork();
    for (Kind kind : Kind.values()) {
      arrivals.add(kind, share(kind, ONE_ADDED_IN));
    }
    return draft.finished();
  }

  private int share(Kind kind, int oneIn) {
    return Math.max(1, draft.size(kind) / oneIn);
  }

  /** Calls {@code change} with that many random live rows; a row can come up more than once. */
  private void some(Kind kind, int rows, Consumer<SampleRow> change) {
    for (int row = 0; row < rows; row++) {
      @Nullable SampleRow any = draft.any(kind);
      if (any != null) {
        change.accept(any);
      }
    }
  }

  /** A change that falls into the second that a reader has already seen. */
  private void changeInTheNewestSecond() {
    SampleRow newest =
        draft.rows(Kind.ORG).values().stream()
            .max((one, other) -> Long.compare(one.updated(), other.updated()))
            .orElseThrow();
    long second = PeeringRow.Stamps.of(newest).updated();
    some(
        Kind.ORG,
        1,
        row ->
            draft.put(Kind.ORG, row, PeeringRow.Stamps.of(row).changed(second), this::editNotes));
  }

  /** A change of which {@code updated} tells nothing, as with all counts of the real API. */
  private void recount(Kind kind, String field) {
    some(
        kind,
        share(kind, ONE_RECOUNTED_IN),
        row ->
            draft.put(
                kind,
                row,
                PeeringRow.Stamps.of(row),
                fields -> fields.put(field, fields.get(field).intValue() + 1)));
  }

  private void update(Kind kind) {
    some(kind, share(kind, ONE_UPDATED_IN), row -> change(kind, row, fields -> edit(kind, fields)));
  }

  private void change(Kind kind, SampleRow row, Consumer<ObjectNode> edit) {
    draft.put(kind, row, PeeringRow.Stamps.of(row).changed(at), edit);
  }

  private void edit(Kind kind, ObjectNode fields) {
    switch (kind) {
      case IXLAN -> fields.put("mtu", fields.get("mtu").intValue() == 1500 ? 9000 : 1500);
      case IXPFX -> fields.put("in_dfz", !fields.get("in_dfz").booleanValue());
      case POC -> fields.put("name", words.person());
      case NETIXLAN -> fields.put("speed", fields.get("speed").intValue() * 2);
      case CARRIERFAC, IXFAC, NETFAC -> Derived.fill(kind, fields, draft);
      default -> editNotes(fields);
    }
  }

  private void editNotes(ObjectNode fields) {
    fields.put("notes", words.notes(2) + " (" + dice.between(1_000, 9_999) + ")");
  }

  /** Gives a row another parent. */
  private void move(Kind kind) {
    String field = kind.parents().keySet().iterator().next();
    Kind parent = Objects.requireNonNull(kind.parents().get(field), "parent");
    some(
        kind,
        1,
        row ->
            some(
                parent,
                1,
                to ->
                    change(
                        kind,
                        row,
                        fields -> Derived.fill(kind, fields.put(field, to.id()), draft))));
  }

  private void delete() {
    Map<Kind, Set<Long>> doomed = new EnumMap<>(Kind.class);
    doom(doomed, Kind.FAC, 1);
    doom(doomed, Kind.NET, share(Kind.NET, ONE_DELETED_IN));
    doom(doomed, Kind.POC, 1);
    doom(doomed, Kind.NETIXLAN, share(Kind.NETIXLAN, ONE_DELETED_IN));
    for (Kind kind : Kind.values()) {
      Set<Long> gone = doomed.computeIfAbsent(kind, key -> new HashSet<>());
      kind.parents().forEach((field, parent) -> orphaned(kind, field, doomed.get(parent), gone));
      gone.forEach(id -> draft.delete(kind, row(kind, id), at));
    }
  }

  private SampleRow row(Kind kind, long id) {
    return Objects.requireNonNull(draft.rows(kind).get(id), "row");
  }

  private void doom(Map<Kind, Set<Long>> doomed, Kind kind, int rows) {
    Set<Long> ids = new HashSet<>();
    some(kind, rows, row -> ids.add(row.id()));
    doomed.put(kind, ids);
  }

  /** Adds to {@code gone} the live rows whose {@code field} names one of {@code parents}. */
  private void orphaned(Kind kind, String field, @Nullable Set<Long> parents, Set<Long> gone) {
    if (parents == null || parents.isEmpty()) {
      return;
    }
    draft.rows(kind).values().stream()
        .filter(row -> row.live() && parents.contains(draft.number(row, field)))
        .forEach(row -> gone.add(row.id()));
  }

  /** Brings back a row that was deleted before this move and whose network is still there. */
  private void revive(Kind kind) {
    TreeMap<Long, SampleRow> rows = draft.rows(kind);
    rows.values().stream()
        .filter(SampleRow::deleted)
        .filter(row -> PeeringRow.Stamps.of(row).updated() < at)
        .filter(row -> draft.lives(Kind.NET, draft.number(row, "net_id")))
        .findFirst()
        .ifPresent(row -> change(kind, row, fields -> edit(kind, fields)));
  }
}
