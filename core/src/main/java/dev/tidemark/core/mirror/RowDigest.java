package dev.tidemark.core.mirror;

import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Field;
import dev.tidemark.core.schema.FieldType;
import dev.tidemark.core.schema.Precision;
import dev.tidemark.core.schema.Row;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The canonical encoding of a row, and its hash: what the replica and a mirror compare rows by. A
 * server computes the same in SQL; {@code docs/digest.md} defines both, with vectors.
 *
 * <p>The encoding is UTF-8: the fields in the order of the type, then what upstream sent beyond the
 * schema, the names of the fields that it did not send, and since when the row has vanished; with a
 * comma between two of them. Text is its length in bytes, a comma, and itself; null text is {@code
 * -} and a comma. Anything else is its plain text, and null is {@code -}. So no two rows of a type
 * have the same encoding.
 *
 * <p>Not safe for use by many threads.
 */
public final class RowDigest {

  private static final String NULL = "-";
  private static final int FIRST_SIZE = 1_024;

  private final List<Field> fields;
  private final MessageDigest hash = sha256();
  private final StringBuilder text = new StringBuilder(FIRST_SIZE);

  private RowDigest(EntityType type) {
    this.fields = type.fields();
  }

  public static RowDigest of(EntityType type) {
    return new RowDigest(type);
  }

  /** The first 64 bits of the SHA-256 of the encoding, the most significant first. */
  public long hash(Row row) {
    byte[] digest = hash.digest(encode(row));
    long first = 0;
    for (int i = 0; i < Long.BYTES; i++) {
      first = first << Byte.SIZE | digest[i] & 0xff;
    }
    return first;
  }

  /** The canonical encoding. */
  public byte[] encode(Row row) {
    text.setLength(0);
    for (int i = 0; i < fields.size(); i++) {
      field(fields.get(i).type(), row.value(i));
      text.append(',');
    }
    text(row.extra().orElse(null));
    text.append(',');
    text(missing(row));
    text.append(',');
    text.append(row.vanishedAt().map(RowDigest::instant).orElse(NULL));
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  /**
   * The names of the fields that upstream did not send, as a mirror has them: a JSON array, or null
   * if it sent them all. A field's name holds nothing that JSON would have to escape.
   */
  public static @Nullable String missing(Row row) {
    List<String> names = row.missing();
    return names.isEmpty()
        ? null
        : names.stream().collect(Collectors.joining("\",\"", "[\"", "\"]"));
  }

  /** The text of an instant as a mirror has it: {@code 2026-04-16 08:30:00.000000}. */
  public static String instant(Instant at) {
    String iso = Precision.MICROS.format(at);
    return iso.substring(0, 10) + ' ' + iso.substring(11, iso.length() - 1);
  }

  private void field(FieldType type, @Nullable Object value) {
    switch (type) {
      case TEXT, JSON -> text((String) value);
      case INTEGER -> text.append(value == null ? NULL : value.toString());
      case REAL -> text.append(value == null ? NULL : RealText.of((Double) value));
      case BOOLEAN -> text.append(value == null ? NULL : (Boolean) value ? "1" : "0");
      case INSTANT -> text.append(value == null ? NULL : instant((Instant) value));
    }
  }

  private void text(@Nullable String value) {
    if (value == null) {
      text.append(NULL).append(',');
    } else {
      text.append(utf8Length(value)).append(',').append(value);
    }
  }

  private static int utf8Length(String value) {
    int bytes = 0;
    for (int i = 0; i < value.length(); i++) {
      char unit = value.charAt(i);
      if (unit < 0x80) {
        bytes++;
      } else if (unit < 0x800 || Character.isSurrogate(unit)) {
        bytes += 2; // each half of a surrogate pair is half of four bytes
      } else {
        bytes += 3;
      }
    }
    return bytes;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
