package dev.tidemark.core.schema;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One row of an entity type: a value for each field, in the type's order, and what else came with
 * it.
 *
 * <p>A value is null where upstream said null, and <em>missing</em> where upstream did not send the
 * key at all. The key is always there, and a live row has null only where its field allows it; a
 * tombstone may have lost anything but its key and its version.
 *
 * <p>Immutable, safe for use by many threads.
 */
public final class Row {

  private static final Object MISSING = new Object();

  private final EntityType type;
  private final @Nullable Object[] values;
  private final Optional<String> extra;
  private final Optional<Instant> vanishedAt;

  private Row(Builder builder) {
    this.type = builder.type;
    this.values = builder.values;
    this.extra = Optional.ofNullable(builder.extra);
    this.vanishedAt = Optional.ofNullable(builder.vanishedAt);
  }

  public static Builder builder(EntityType type) {
    return new Builder(type);
  }

  /** A row with these values by field name; the other fields are missing. */
  public static Row of(EntityType type, Map<String, ?> values) {
    Builder builder = builder(type);
    values.forEach((name, value) -> builder.set(type.indexOf(name), value));
    return builder.build();
  }

  public EntityType type() {
    return type;
  }

  /**
   * The value of the field at this index of {@link EntityType#fields()}; null if null or missing.
   */
  public @Nullable Object value(int index) {
    return values[index] == MISSING ? null : values[index];
  }

  /** The value of the field with this name; null if null or missing. */
  public @Nullable Object value(String field) {
    return value(type.indexOf(field));
  }

  public boolean isMissing(int index) {
    return values[index] == MISSING;
  }

  /** Names of the fields whose keys upstream did not send, in the type's order. */
  public List<String> missing() {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      if (values[i] == MISSING) {
        names.add(type.fields().get(i).name());
      }
    }
    return List.copyOf(names);
  }

  /**
   * What upstream sent beyond the schema: a JSON object with sorted names, if there was anything.
   */
  public Optional<String> extra() {
    return extra;
  }

  public RowKey key() {
    return new RowKey(
        type.key().stream().map(name -> Objects.requireNonNull(value(name))).toList());
  }

  public boolean isTombstone() {
    return type.tombstone().map(rule -> rule.value().equals(value(rule.field()))).orElse(false);
  }

  /** Since when the upstream is known not to have this row any more, if it does not. */
  public Optional<Instant> vanishedAt() {
    return vanishedAt;
  }

  /** Whether the upstream has this row, as far as we know. */
  public boolean isLive() {
    return !isTombstone() && vanishedAt.isEmpty();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Row row
        && type.equals(row.type)
        && Arrays.equals(values, row.values)
        && extra.equals(row.extra)
        && vanishedAt.equals(row.vanishedAt);
  }

  @Override
  public int hashCode() {
    return Objects.hash(type.name(), Arrays.hashCode(values), extra);
  }

  @Override
  public String toString() {
    Map<String, @Nullable Object> shown = new TreeMap<>();
    for (int i = 0; i < values.length; i++) {
      if (values[i] != MISSING) {
        shown.put(type.fields().get(i).name(), values[i]);
      }
    }
    return type.name()
        + shown
        + extra.orElse("")
        + vanishedAt.map(at -> " vanished at " + at).orElse("");
  }

  /** Gathers one row. Not safe for use by many threads; of no use after {@link #build()}. */
  public static final class Builder {

    private final EntityType type;
    private final @Nullable Object[] values;
    private @Nullable String extra;
    private @Nullable Instant vanishedAt;

    private Builder(EntityType type) {
      this.type = type;
      this.values = new Object[type.fields().size()];
      Arrays.fill(values, MISSING);
    }

    /**
     * Sets the field at this index; a later value wins. An instant is cut to its field's precision.
     *
     * @throws IllegalArgumentException if the value is not of the field's class
     */
    public Builder set(int index, @Nullable Object value) {
      Field field = type.fields().get(index);
      if (value != null && !field.type().javaClass().isInstance(value)) {
        throw new IllegalArgumentException(
            "field %s of %s takes %s, not %s"
                .formatted(
                    field.name(),
                    type.name(),
                    field.type().javaClass().getSimpleName(),
                    value.getClass().getSimpleName()));
      }
      values[index] =
          value instanceof Instant instant ? field.precision().orElseThrow().cut(instant) : value;
      return this;
    }

    /** Sets what upstream sent beyond the schema: a JSON object with sorted names. */
    public Builder extra(String json) {
      extra = json;
      return this;
    }

    /** Sets since when the upstream does not have the row any more; only for stored rows. */
    public Builder vanishedAt(Instant at) {
      vanishedAt = at;
      return this;
    }

    /**
     * Notes that what came for this field is no value of it; a later value wins here too.
     *
     * @param found its kind, never its content: {@code a fraction}
     */
    public Builder unfit(int index, String found) {
      values[index] = new Unfit(found);
      return this;
    }

    /** The key, if all of it is there. */
    public Optional<RowKey> key() {
      List<Object> parts =
          type.key().stream()
              .map(name -> values[type.indexOf(name)])
              .filter(value -> value instanceof Long || value instanceof String)
              .toList();
      return parts.size() == type.key().size() ? Optional.of(new RowKey(parts)) : Optional.empty();
    }

    /**
     * Why this is no row yet, in the order of the fields: a key or version without a value, a null
     * where none may be, what is unfit. Empty if it is one.
     */
    public List<String> problems() {
      List<String> problems = new ArrayList<>();
      boolean tombstone = isTombstone();
      for (int i = 0; i < values.length; i++) {
        if (!isFine(i, tombstone)) {
          Field field = type.fields().get(i);
          problems.add(
              "%s is %s, expected %s".formatted(field.name(), found(values[i]), field.signature()));
        }
      }
      return List.copyOf(problems);
    }

    private boolean isFine(int index, boolean tombstone) {
      Object value = values[index];
      if (value == MISSING) {
        return !type.isIdentity(index);
      }
      return value == null
          ? !type.isIdentity(index) && (tombstone || type.fields().get(index).nullable())
          : !(value instanceof Unfit);
    }

    private static String found(@Nullable Object value) {
      return value instanceof Unfit unfit ? unfit.found() : value == null ? "null" : "missing";
    }

    private boolean isTombstone() {
      return type.tombstone()
          .map(rule -> rule.value().equals(values[type.indexOf(rule.field())]))
          .orElse(false);
    }

    /**
     * @throws IllegalArgumentException if there are {@link #problems()}
     */
    public Row build() {
      List<String> problems = problems();
      if (!problems.isEmpty()) {
        throw new IllegalArgumentException(
            "no row of " + type.name() + ": " + String.join("; ", problems));
      }
      return new Row(this);
    }

    /**
     * A row that was checked when it came, perhaps against an older schema: a null may stand where
     * none may come now.
     */
    public Row buildStored() {
      return new Row(this);
    }

    private record Unfit(String found) {}
  }
}
