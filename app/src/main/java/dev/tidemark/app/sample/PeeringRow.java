package dev.tidemark.app.sample;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Makes served rows of trees, by PeeringDB's rules of who may see what. */
final class PeeringRow {

  private static final String LIST_URL = "ixf_ixp_member_list_url";
  private static final long MICROS = 1_000_000;

  private PeeringRow() {}

  /** The row of {@code fields}, to which the stamps and the status are added or set. */
  static SampleRow of(Kind kind, ObjectNode fields, Stamps stamps, String status) {
    fields.put("created", Instant.ofEpochSecond(stamps.created()).toString());
    fields.put("updated", Instant.ofEpochSecond(stamps.updated()).toString());
    fields.put("status", status);
    byte @Nullable [] members = view(kind, fields, Viewer.MEMBER);
    byte @Nullable [] everyone = restricted(kind) ? view(kind, fields, Viewer.ANONYMOUS) : members;
    return new SampleRow(
        fields.get("id").longValue(),
        stamps.created() * MICROS,
        stamps.updated() * MICROS,
        status,
        members,
        everyone);
  }

  /** When a row was created and last changed, in seconds since the epoch. */
  record Stamps(long created, long updated) {

    static Stamps of(SampleRow row) {
      return new Stamps(row.created() / MICROS, row.updated() / MICROS);
    }

    Stamps changed(long at) {
      return new Stamps(created, at);
    }
  }

  private static boolean restricted(Kind kind) {
    return kind == Kind.POC || kind == Kind.IXLAN;
  }

  private static byte @Nullable [] view(Kind kind, ObjectNode fields, Viewer viewer) {
    return switch (kind) {
      case POC -> visible(fields, "visible", viewer) ? SampleJson.bytes(fields) : null;
      case IXLAN ->
          visible(fields, LIST_URL + "_visible", viewer)
              ? SampleJson.bytes(fields)
              : SampleJson.bytes(fields.deepCopy().without(LIST_URL));
      default -> SampleJson.bytes(fields);
    };
  }

  private static boolean visible(ObjectNode fields, String field, Viewer viewer) {
    String visible = fields.path(field).asText();
    return visible.equals("Public") || viewer == Viewer.MEMBER && visible.equals("Users");
  }
}
