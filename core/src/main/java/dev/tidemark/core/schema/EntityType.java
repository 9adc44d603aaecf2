package dev.tidemark.core.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One table of an upstream: its fields, what identifies a row, what the rows refer to, and how
 * upstream tells that a row changed or is gone.
 *
 * <p>A value is only checked as part of a {@link Schema}, where all problems are reported at once.
 *
 * @param key names of the fields that identify a row, in order
 * @param version name of the instant field that upstream moves forward when a row changes; without
 *     one, the type can only be copied whole
 * @param tombstone how a deleted row looks; without a rule, rows never die
 * @param indexes secondary indexes, each the names of its fields in order; the version and the
 *     references are indexed anyway
 * @param unique fields that no two rows share, together; kept by the strong tier alone, since
 *     nobody else can promise it
 */
public record EntityType(
    String name,
    List<Field> fields,
    List<String> key,
    List<Reference> references,
    Optional<String> version,
    Optional<Tombstone> tombstone,
    List<List<String>> indexes,
    List<List<String>> unique) {

  public EntityType {
    fields = List.copyOf(fields);
    key = List.copyOf(key);
    references = List.copyOf(references);
    indexes = indexes.stream().map(List::copyOf).toList();
    unique = unique.stream().map(List::copyOf).toList();
  }

  public static Builder named(String name) {
    return new Builder(name);
  }

  /** The field with this name, if there is one. */
  public Optional<Field> field(String name) {
    return fields.stream().filter(field -> field.name().equals(name)).findFirst();
  }

  /**
   * Where the field with this name stands in {@link #fields()}.
   *
   * @throws IllegalArgumentException if there is none
   */
  public int indexOf(String name) {
    for (int i = 0; i < fields.size(); i++) {
      if (fields.get(i).name().equals(name)) {
        return i;
      }
    }
    throw new IllegalArgumentException(this.name + " has no field " + name);
  }

  /** Names of the entity types that the rows refer to, without itself. */
  public Set<String> parents() {
    return references.stream()
        .map(Reference::target)
        .filter(target -> !target.equals(name))
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Whether a row is nothing without a value here: the fields of the key, and the version. */
  boolean isIdentity(int index) {
    String field = fields.get(index).name();
    return key.contains(field) || version.filter(field::equals).isPresent();
  }

  @Override
  public String toString() {
    return name;
  }

  /**
   * Gathers one entity type; every method returns the builder. Not safe for use by many threads.
   */
  public static final class Builder {

    private final String name;
    private final List<Field> fields = new ArrayList<>();
    private final List<Reference> references = new ArrayList<>();
    private final List<List<String>> indexes = new ArrayList<>();
    private final List<List<String>> unique = new ArrayList<>();
    private List<String> key = List.of();
    private Optional<String> version = Optional.empty();
    private Optional<Tombstone> tombstone = Optional.empty();

    private Builder(String name) {
      this.name = name;
    }

    public Builder key(String... names) {
      key = List.of(names);
      return this;
    }

    public Builder integer(String... names) {
      return add(FieldType.INTEGER, names);
    }

    public Builder real(String... names) {
      return add(FieldType.REAL, names);
    }

    public Builder text(String... names) {
      return add(FieldType.TEXT, names);
    }

    public Builder bool(String... names) {
      return add(FieldType.BOOLEAN, names);
    }

    public Builder json(String... names) {
      return add(FieldType.JSON, names);
    }

    public Builder instant(String name, Precision precision) {
      return field(Field.instant(name, precision));
    }

    /** Lets upstream send null for these fields, which stand above. */
    public Builder nullable(String... names) {
      Set<String> chosen = Set.of(names);
      fields.replaceAll(field -> chosen.contains(field.name()) ? field.orNull() : field);
      return this;
    }

    public Builder field(Field field) {
      fields.add(field);
      return this;
    }

    /** A required reference of one field. */
    public Builder references(String field, String target) {
      return reference(new Reference(List.of(field), target, true));
    }

    /** An optional reference of one field. */
    public Builder mayReference(String field, String target) {
      return reference(new Reference(List.of(field), target, false));
    }

    public Builder reference(Reference reference) {
      references.add(reference);
      return this;
    }

    public Builder version(String field) {
      version = Optional.of(field);
      return this;
    }

    public Builder tombstone(String field, Object value) {
      tombstone = Optional.of(new Tombstone(field, value));
      return this;
    }

    public Builder indexed(String... names) {
      indexes.add(List.of(names));
      return this;
    }

    /** No two rows have the same values in all of these fields. */
    public Builder unique(String... names) {
      unique.add(List.of(names));
      return this;
    }

    public EntityType build() {
      return new EntityType(name, fields, key, references, version, tombstone, indexes, unique);
    }

    private Builder add(FieldType type, String... names) {
      for (String each : names) {
        fields.add(Field.of(each, type));
      }
      return this;
    }
  }
}
