package dev.tidemark.app.sample;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** New rows, whose parents are new as well, and a parent that rows have waited for. */
final class Arrivals {

  private static final long FIRST_ASN = 4_220_000_000L;

  private final Map<Kind, List<Long>> added = new EnumMap<>(Kind.class);
  private final Draft draft;
  private final Words words;
  private final long at;

  Arrivals(Draft draft, Words words, long at) {
    this.draft = draft;
    this.words = words;
    this.at = at;
  }

  /** Adds rows under the newest parents; call for parents first. */
  void add(Kind kind, int rows) {
    List<Long> ids = added.computeIfAbsent(kind, key -> new ArrayList<>());
    if (kind == Kind.IXLAN) {
      added.getOrDefault(Kind.IX, List.of()).forEach(ix -> ids.add(add(kind, ids.size(), ix)));
      return;
    }
    for (int row = 0; row < rows; row++) {
      ids.add(add(kind, row, draft.rows(kind).lastKey() + 1));
    }
  }

  /** Lets the network arrive that the first of the dangling contacts names. */
  void missingNetwork() {
    draft.rows(Kind.POC).values().stream()
        .map(poc -> draft.number(poc, "net_id"))
        .filter(net -> !draft.rows(Kind.NET).containsKey(net))
        .findFirst()
        .ifPresent(net -> put(Kind.NET, net, template(Kind.NET)));
  }

  private long add(Kind kind, int index, long id) {
    ObjectNode fields = template(kind);
    kind.parents()
        .forEach(
            (field, parent) -> {
              List<Long> parents = added.getOrDefault(parent, List.of());
              fields.put(field, parents.get(index % parents.size()));
            });
    return put(kind, id, fields);
  }

  private ObjectNode template(Kind kind) {
    @Nullable SampleRow any = draft.any(kind);
    return draft.fields(any == null ? draft.rows(kind).firstEntry().getValue() : any);
  }

  private long put(Kind kind, long id, ObjectNode fields) {
    fields.put("id", id);
    switch (kind) {
      case ORG, CAMPUS, CARRIER, FAC -> fields.put("name", words.company());
      case IX -> fields.put("name", words.brand() + "-IX");
      case NET -> fields.put("name", words.company()).put("asn", FIRST_ASN + id);
      default -> {}
    }
    Derived.fill(kind, fields, draft);
    draft.put(kind, fields, new PeeringRow.Stamps(at, at));
    return id;
  }
}
