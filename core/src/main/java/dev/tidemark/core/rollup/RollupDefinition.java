package dev.tidemark.core.rollup;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is added up, of what, and by what it is told apart. A value is only checked as part of a
 * {@link RollupPlan}, where all problems are reported at once.
 *
 * @param name of small letters, digits and {@code _}: tables are called by it
 * @param source name of the entity type whose rows are the events
 * @param time name of the instant field that says when an event was; rows without it are in no cell
 * @param archives whether rows that are removed from the source stay in the sums: for a source of
 *     which the old is forgotten, and to which only new rows come. They stay under the key that
 *     they have when they are removed: one through a reference is null where the parent goes first.
 */
public record RollupDefinition(
    String name,
    String source,
    String time,
    Bucket bucket,
    Changes changes,
    List<Key> keys,
    List<Measure> measures,
    boolean archives) {

  public RollupDefinition {
    keys = List.copyOf(keys);
    measures = List.copyOf(measures);
  }

  /** Of a source whose writes triggers note, by the hour, until it is said otherwise. */
  public static Builder named(String name) {
    return new Builder(name);
  }

  /** Gathers a definition; every method returns the builder. Not safe for use by many threads. */
  public static final class Builder {

    private final String name;
    private final List<Key> keys = new ArrayList<>();
    private final List<Measure> measures = new ArrayList<>();
    private String source = "";
    private String time = "";
    private Bucket bucket = Bucket.HOUR;
    private Changes changes = new Changes.Captured();
    private boolean archives;

    private Builder(String name) {
      this.name = name;
    }

    /** The events are the rows of this type, each at the time in this field. */
    public Builder of(String type, String timeField) {
      source = type;
      time = timeField;
      return this;
    }

    public Builder per(Bucket length) {
      bucket = length;
      return this;
    }

    public Builder changed(Changes how) {
      changes = how;
      return this;
    }

    /** Rows that are removed from the source stay in the sums. */
    public Builder archiving() {
      archives = true;
      return this;
    }

    /** A key of this name. */
    public Builder key(String as, String path) {
      keys.add(new Key(as, FieldPath.of(path)));
      return this;
    }

    public Builder count(String as) {
      return add(as, Measure.Kind.COUNT, Optional.empty(), Optional.empty());
    }

    public Builder distinct(String as, String path) {
      return add(as, Measure.Kind.DISTINCT, path);
    }

    public Builder sum(String as, String path) {
      return add(as, Measure.Kind.SUM, path);
    }

    public Builder min(String as, String path) {
      return add(as, Measure.Kind.MIN, path);
    }

    public Builder max(String as, String path) {
      return add(as, Measure.Kind.MAX, path);
    }

    /** The sum over the events that have no value in {@code missing}. */
    public Builder sumWhereMissing(String as, String path, String missing) {
      return add(
          as,
          Measure.Kind.SUM_WHERE_MISSING,
          Optional.of(FieldPath.of(path)),
          Optional.of(FieldPath.of(missing)));
    }

    public RollupDefinition build() {
      return new RollupDefinition(name, source, time, bucket, changes, keys, measures, archives);
    }

    private Builder add(String as, Measure.Kind kind, String path) {
      return add(as, kind, Optional.of(FieldPath.of(path)), Optional.empty());
    }

    private Builder add(
        String as, Measure.Kind kind, Optional<FieldPath> of, Optional<FieldPath> missing) {
      measures.add(new Measure(as, kind, of, missing));
      return this;
    }
  }
}
