package dev.tidemark.core.rollup;

import java.util.Arrays;
import java.util.List;

/**
 * A field of the source, or one of a row that it refers to: {@code agent_id}, {@code
 * task_id.issue_id.project_id}. All but the last are references.
 */
public record FieldPath(List<String> fields) {

  public FieldPath {
    fields = List.copyOf(fields);
    if (fields.isEmpty() || fields.stream().anyMatch(String::isBlank)) {
      throw new IllegalArgumentException(
          "expected a field such as agent_id, or task_id.project_id through a reference; found \"%s\""
              .formatted(String.join(".", fields)));
    }
  }

  public static FieldPath of(String text) {
    return new FieldPath(Arrays.asList(text.split("\\.", -1)));
  }

  @Override
  public String toString() {
    return String.join(".", fields);
  }
}
