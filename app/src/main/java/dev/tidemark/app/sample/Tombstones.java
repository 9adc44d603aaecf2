package dev.tidemark.app.sample;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** What the real API takes out of a row that is deleted. */
final class Tombstones {

  private static final List<String> PERSONAL = List.of("name", "phone", "email", "url");
  private static final List<String> ADDRESSES = List.of("ipaddr4", "ipaddr6");

  private Tombstones() {}

  static void scrub(Kind kind, ObjectNode fields) {
    if (kind == Kind.POC) {
      PERSONAL.forEach(field -> fields.put(field, ""));
    }
    if (kind == Kind.NETIXLAN) {
      ADDRESSES.forEach(fields::putNull);
    }
  }
}
