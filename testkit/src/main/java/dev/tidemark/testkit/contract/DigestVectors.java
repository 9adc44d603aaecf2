package dev.tidemark.testkit.contract;

import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Precision;
import dev.tidemark.core.schema.Row;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/** Rows with their encodings and hashes, as {@code docs/digest.md} has them in its last table. */
public final class DigestVectors {

  /** The type of the rows. */
  public static final EntityType TYPE =
      EntityType.named("vector")
          .key("id")
          .integer("id", "whole")
          .real("real")
          .text("text")
          .bool("flag")
          .json("json")
          .instant("at", Precision.MICROS)
          .nullable("whole", "real", "text", "flag", "json", "at")
          .build();

  private static final String HEADER = "| id |";
  private static final int EXTRA = TYPE.fields().size();
  private static final int VANISHED = EXTRA + 1;
  private static final int ENCODING = EXTRA + 2;
  private static final int HASH = EXTRA + 3;

  /**
   * One row of the table.
   *
   * @param hash 16 hexadecimal digits
   */
  public record Vector(Row row, String encoding, String hash) {}

  private DigestVectors() {}

  /** All of them; at least one. */
  public static List<Vector> read(Path document) {
    try {
      List<Vector> vectors =
          Files.readAllLines(document).stream()
              .dropWhile(line -> !line.startsWith(HEADER))
              .skip(2)
              .takeWhile(line -> line.startsWith("|"))
              .map(DigestVectors::vector)
              .toList();
      if (vectors.isEmpty()) {
        throw new IllegalStateException(document + " has no table of vectors");
      }
      return vectors;
    } catch (IOException e) {
      throw new UncheckedIOException("read " + document, e);
    }
  }

  private static Vector vector(String line) {
    List<String> cells = Arrays.stream(line.substring(1).split("\\|")).map(String::strip).toList();
    Row.Builder row = Row.builder(TYPE);
    for (int i = 0; i < EXTRA; i++) {
      set(row, i, cells.get(i));
    }
    if (!cells.get(EXTRA).isEmpty()) {
      row.extra(value(cells.get(EXTRA)));
    }
    if (!cells.get(VANISHED).isEmpty()) {
      row.vanishedAt(Instant.parse(value(cells.get(VANISHED))));
    }
    return new Vector(row.buildStored(), value(cells.get(ENCODING)), value(cells.get(HASH)));
  }

  private static void set(Row.Builder row, int index, String cell) {
    if (cell.equals("null")) {
      row.set(index, null);
    } else if (!cell.isEmpty()) {
      row.set(index, typed(index, value(cell)));
    }
  }

  private static Object typed(int index, String value) {
    return switch (TYPE.fields().get(index).type()) {
      case INTEGER -> Long.valueOf(value);
      case REAL -> Double.valueOf(value);
      case BOOLEAN -> Boolean.valueOf(value);
      case INSTANT -> Instant.parse(value);
      case TEXT, JSON -> value;
    };
  }

  private static String value(String cell) {
    return cell.substring(1, cell.length() - 1).translateEscapes();
  }
}
