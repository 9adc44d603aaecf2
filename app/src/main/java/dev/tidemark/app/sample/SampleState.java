package dev.tidemark.app.sample;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All rows of a sample upstream at one moment, by type, parents first. */
public final class SampleState {

  private final Map<String, SampleTable> tables;

  SampleState(Map<String, SampleTable> tables) {
    this.tables = Collections.unmodifiableMap(new LinkedHashMap<>(tables));
  }

  Map<String, SampleTable> tables() {
    return tables;
  }

  @Nullable SampleTable table(String type) {
    return tables.get(type);
  }

  /** How many rows are neither deleted nor pending, by type, in the order of the types. */
  public Map<String, Integer> liveRows() {
    Map<String, Integer> live = new LinkedHashMap<>();
    tables.forEach((type, table) -> live.put(type, table.live()));
    return live;
  }
}
