package dev.tidemark.app.gateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lists of texts as JSON. One that is not there is empty, in both directions. */
final class Lists {

  private static final ObjectMapper JSON = new ObjectMapper();

  private Lists() {}

  static String json(@Nullable List<String> list) {
    try {
      return JSON.writeValueAsString(list == null ? List.of() : list);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Refuses what is no JSON. */
  static void check(String json) {
    try {
      JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("expected JSON, found something else", e);
    }
  }

  static List<String> of(String json) {
    try {
      List<String> list = JSON.readValue(json, new TypeReference<>() {});
      return list == null ? List.of() : List.copyOf(list);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("expected a list of texts, found no such JSON", e);
    }
  }
}
