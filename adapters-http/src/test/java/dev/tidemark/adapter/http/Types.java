package dev.tidemark.adapter.http;

import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Precision;

/** The entity types that the tests speak about. */
final class Types {

  /** One field of every kind. */
  static final EntityType NET =
      EntityType.named("net")
          .key("id")
          .integer("id", "asn")
          .text("name", "logo", "status")
          .real("latitude")
          .bool("ipv6")
          .json("social")
          .nullable("logo", "latitude")
          .instant("updated", Precision.SECONDS)
          .version("updated")
          .tombstone("status", "deleted")
          .build();

  /** The least there is. */
  static final EntityType ORG = EntityType.named("org").key("id").integer("id").build();

  static final EntityType PORT =
      EntityType.named("port").key("device", "name").integer("device").text("name").build();

  private Types() {}
}
