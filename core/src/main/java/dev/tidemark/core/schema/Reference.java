package dev.tidemark.core.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * That some fields of a row hold the key of another row. A row whose reference is null in any field
 * refers to nothing, and so does one for which the reference does not hold.
 *
 * @param fields in the order of the target's key
 * @param target name of the entity type that is referred to, its parent
 * @param required whether the row is of no use without its parent: in a replica it is then parked
 *     until the parent is there, in a state tier it goes with its parent. An optional reference
 *     keeps its value whether or not the parent is known.
 * @param onlyWhile when the reference holds; without a condition, always
 * @param keeping whether the parent is there for such rows alone: in the weak tier, a parent that
 *     no keeping reference refers to any more is removed; a replica knows nothing of it
 */
public record Reference(
    List<String> fields,
    String target,
    boolean required,
    Optional<Condition> onlyWhile,
    boolean keeping) {

  public Reference {
    fields = List.copyOf(fields);
  }

  public Reference(List<String> fields, String target, boolean required) {
    this(fields, target, required, Optional.empty(), false);
  }

  /** A required reference that always holds. */
  public static Reference of(String field, String target) {
    return new Reference(List.of(field), target, true);
  }

  /** The same, for rows alone whose field has this value. */
  public Reference onlyWhile(String field, Object value) {
    return new Reference(
        fields, target, required, Optional.of(new Condition(field, value)), keeping);
  }

  /** The same, and it keeps its target. */
  public Reference thatKeeps() {
    return new Reference(fields, target, required, onlyWhile, true);
  }

  /** The key that a row refers to, if it refers to anything. */
  public Optional<RowKey> of(Row row) {
    if (onlyWhile.isPresent() && !onlyWhile.get().holds(row)) {
      return Optional.empty();
    }
    List<@Nullable Object> key = new ArrayList<>();
    fields.forEach(field -> key.add(row.value(field)));
    return key.stream().allMatch(Objects::nonNull)
        ? Optional.of(RowKey.of(key.toArray()))
        : Optional.empty();
  }
}
