package dev.tidemark.testkit.contract;

import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Precision;
import dev.tidemark.core.schema.Reference;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.Schema;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The schema and rows that the contracts play with: small, but with every shape that a schema can
 * have.
 */
public final class Sample {

  public static final EntityType ORG =
      EntityType.named("org")
          .key("id")
          .integer("id")
          .text("name", "notes")
          .nullable("notes")
          .text("status")
          .instant("updated", Precision.SECONDS)
          .version("updated")
          .tombstone("status", "deleted")
          .build();

  public static final EntityType CAMPUS = child("campus", "org").build();

  /** Needs an org; may belong to a campus. */
  public static final EntityType FAC =
      child("fac", "org")
          .integer("campus_id")
          .nullable("campus_id")
          .mayReference("campus_id", "campus")
          .build();

  /** org, ix, ixlan and ixpfx are a chain of required parents. */
  public static final EntityType IX = child("ix", "org").build();

  public static final EntityType IXLAN = child("ixlan", "ix").build();
  public static final EntityType IXPFX = child("ixpfx", "ixlan").build();

  /** Two required parents. */
  public static final EntityType IXFAC =
      child("ixfac", "ix").integer("fac_id").references("fac_id", "fac").build();

  /** A composite key. */
  public static final EntityType PORT =
      EntityType.named("port")
          .key("ix_id", "label")
          .integer("ix_id")
          .text("label", "name")
          .instant("updated", Precision.MILLIS)
          .version("updated")
          .build();

  /** A composite reference; its key is text. */
  public static final EntityType CABLE =
      EntityType.named("cable")
          .key("code")
          .text("code")
          .integer("ix_id")
          .text("label")
          .instant("updated", Precision.SECONDS)
          .bool("gone")
          .reference(new Reference(List.of("ix_id", "label"), "port", true))
          .version("updated")
          .tombstone("gone", true)
          .build();

  /** No version and no tombstone. */
  public static final EntityType WORD =
      EntityType.named("word").key("text").text("text").text("meaning").build();

  /** One field of every type and precision, all nullable. */
  public static final EntityType EVERY =
      EntityType.named("every")
          .key("id")
          .integer("id")
          .integer("whole")
          .real("real")
          .text("text")
          .bool("flag")
          .json("json")
          .instant("seconds", Precision.SECONDS)
          .instant("millis", Precision.MILLIS)
          .instant("micros", Precision.MICROS)
          .instant("nanos", Precision.NANOS)
          .nullable("whole", "real", "text", "flag", "json", "seconds", "millis", "micros", "nanos")
          .build();

  public static final Schema SCHEMA =
      Schema.of("sample", ORG, CAMPUS, FAC, IX, IXLAN, IXPFX, IXFAC, PORT, CABLE, WORD, EVERY);

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private Sample() {}

  private static EntityType.Builder child(String name, String parent) {
    return EntityType.named(name)
        .key("id")
        .integer("id", parent + "_id")
        .text("name", "status")
        .instant("updated", Precision.SECONDS)
        .references(parent + "_id", parent)
        .version("updated")
        .tombstone("status", "deleted");
  }

  /** The start of a day; the versions of the sample's rows are days. */
  public static Instant day(int number) {
    return START.plus(Duration.ofDays(number));
  }

  /** A live row of a type with id, name, status and updated; then further names and values. */
  public static Row live(EntityType type, long id, int day, Object... more) {
    return row(type, id, day, "ok", more);
  }

  /** A tombstone with a scrubbed name. */
  public static Row dead(EntityType type, long id, int day, Object... more) {
    return row(type, id, day, "deleted", more);
  }

  public static Row port(long ix, String label, String name, int day) {
    return of(PORT, "ix_id", ix, "label", label, "name", name, "updated", day(day));
  }

  public static Row cable(String code, long ix, String label, int day) {
    return of(CABLE, "code", code, "ix_id", ix, "label", label, "updated", day(day), "gone", false);
  }

  public static Row word(String text, String meaning) {
    return of(WORD, "text", text, "meaning", meaning);
  }

  /** A row of names and values by turns; what is not named is missing. */
  public static Row of(EntityType type, Object... namesAndValues) {
    return with(Row.builder(type), type, namesAndValues).build();
  }

  /** The row as it is read once it has vanished. */
  public static Row vanished(Row row, Instant at) {
    Row.Builder vanished = Row.builder(row.type()).vanishedAt(at);
    row.extra().ifPresent(vanished::extra);
    for (int i = 0; i < row.type().fields().size(); i++) {
      if (!row.isMissing(i)) {
        vanished.set(i, row.value(i));
      }
    }
    return vanished.buildStored();
  }

  private static Row row(EntityType type, long id, int day, String status, Object... more) {
    Row.Builder row = Row.builder(type);
    String name = status.equals("ok") ? type.name() + " " + id : "";
    with(row, type, "id", id, "name", name, "status", status, "updated", day(day));
    return with(row, type, more).build();
  }

  private static Row.Builder with(Row.Builder row, EntityType type, Object... namesAndValues) {
    for (int i = 0; i < namesAndValues.length; i += 2) {
      row.set(type.indexOf((String) namesAndValues[i]), namesAndValues[i + 1]);
    }
    return row;
  }
}
