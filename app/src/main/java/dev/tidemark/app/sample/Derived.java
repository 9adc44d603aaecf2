package dev.tidemark.app.sample;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** The fields of a row that the real API takes from the row's parents. */
final class Derived {

  private Derived() {}

  /** Sets them in {@code fields} from parents that are there; others stay as they are. */
  static void fill(Kind kind, ObjectNode fields, Draft draft) {
    switch (kind) {
      case CAMPUS, FAC, CARRIER ->
          copy(new From(Kind.ORG, "org_id", "name"), fields, "org_name", draft);
      case CARRIERFAC -> copy(new From(Kind.FAC, "fac_id", "name"), fields, "name", draft);
      case IXFAC, NETFAC -> place(kind, fields, draft);
      case NETIXLAN -> port(fields, draft);
      default -> {}
    }
  }

  private record From(Kind kind, String reference, String field) {}

  private static void copy(From from, ObjectNode fields, String to, Draft draft) {
    SampleRow parent = draft.rows(from.kind()).get(fields.path(from.reference()).longValue());
    if (parent != null) {
      JsonNode value = draft.fields(parent).get(from.field());
      fields.set(to, value);
    }
  }

  private static void place(Kind kind, ObjectNode fields, Draft draft) {
    for (String field : List.of("name", "city", "country")) {
      copy(new From(Kind.FAC, "fac_id", field), fields, field, draft);
    }
    if (kind == Kind.NETFAC) {
      copy(new From(Kind.NET, "net_id", "asn"), fields, "local_asn", draft);
    }
  }

  private static void port(ObjectNode fields, Draft draft) {
    fields.set("ix_id", fields.get("ixlan_id"));
    copy(new From(Kind.IX, "ix_id", "name"), fields, "name", draft);
    copy(new From(Kind.NET, "net_id", "asn"), fields, "asn", draft);
  }
}
