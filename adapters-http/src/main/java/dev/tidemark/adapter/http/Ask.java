package dev.tidemark.adapter.http;

import dev.tidemark.core.schema.EntityType;
import java.net.URI;

/** One request, which prints as the beginning of every message about it. */
record Ask(EntityType type, URI uri) {

  /** Host and port, as far as they are written. */
  String peer() {
    return uri.getAuthority();
  }

  /** Without the query, which may hold hundreds of keys. */
  @Override
  public String toString() {
    return "read %s from %s://%s%s"
        .formatted(type.name(), uri.getScheme(), uri.getAuthority(), uri.getPath());
  }
}
