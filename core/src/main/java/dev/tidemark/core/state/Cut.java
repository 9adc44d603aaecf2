package dev.tidemark.core.state;

import dev.tidemark.core.schema.RowKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What was drained out of {@link DirtySets} at one moment. Not safe for use by many threads. */
public final class Cut {

  private final List<List<Map<RowKey, Wish>>> marks;
  private final Optional<Instant> oldest;

  /**
   * @param marks by set and stripe
   */
  Cut(List<List<Map<RowKey, Wish>>> marks, Optional<Instant> oldest) {
    this.marks = marks;
    this.oldest = oldest;
  }

  /**
   * The keys of the set with this number, nearly in the order of their marks: one of each stripe by
   * turns.
   */
  public List<RowKey> keys(int set) {
    List<Iterator<RowKey>> stripes = new ArrayList<>();
    marks.get(set).forEach(stripe -> stripes.add(stripe.keySet().iterator()));
    List<RowKey> keys = new ArrayList<>();
    while (!stripes.isEmpty()) {
      stripes.removeIf(stripe -> !stripe.hasNext());
      stripes.forEach(stripe -> keys.add(stripe.next()));
    }
    return keys;
  }

  /** The last wish for a key of this set, if it is in the cut. */
  public Optional<Wish> wish(int set, RowKey key) {
    return Optional.ofNullable(marks(set, DirtySets.stripeOf(key)).get(key));
  }

  /** How many marks are in it. */
  public long size() {
    return marks.stream().flatMap(List::stream).mapToLong(Map::size).sum();
  }

  /** When the oldest of its marks was made. */
  public Optional<Instant> oldest() {
    return oldest;
  }

  /** Takes a key out, since it needs no mark any more. */
  void done(int set, RowKey key) {
    marks(set, DirtySets.stripeOf(key)).remove(key);
  }

  Map<RowKey, Wish> marks(int set, int stripe) {
    return marks.get(set).get(stripe);
  }
}
