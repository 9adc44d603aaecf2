package dev.tidemark.adapter.mysql;

import dev.tidemark.core.mirror.RowDigest;
import dev.tidemark.core.schema.Field;
import dev.tidemark.core.schema.Row;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Rows as a load reads them: a tab between two columns, a line feed behind a row, {@code \N} for
 * null; a backslash before what would be taken for one of these. Everything else is its own UTF-8.
 */
final class RowBytes {

  private static final int FIRST_SIZE = 1 << 17;

  /** No {@code char} is longer, a pair of surrogates being four bytes. */
  private static final int LONGEST_CHARACTER = 3;

  private static final int LONGEST_NUMBER = 32;

  private final Writer[] writers;
  private byte[] array = new byte[FIRST_SIZE];
  private int size;

  RowBytes(TypeTable table) {
    this.writers = table.type().fields().stream().map(this::writer).toArray(Writer[]::new);
  }

  byte[] array() {
    return array;
  }

  int size() {
    return size;
  }

  void clear() {
    size = 0;
  }

  void add(Row row) {
    for (int i = 0; i < writers.length; i++) {
      Object value = row.value(i);
      if (value == null) {
        nothing();
      } else {
        writers[i].write(value);
      }
      put('\t');
    }
    orNothing(row.extra().orElse(null));
    put('\t');
    orNothing(hasMissing(row) ? RowDigest.missing(row) : null);
    put('\t');
    row.vanishedAt().ifPresentOrElse(this::instant, this::nothing);
    put('\n');
  }

  private boolean hasMissing(Row row) {
    for (int i = 0; i < writers.length; i++) {
      if (row.isMissing(i)) {
        return true;
      }
    }
    return false;
  }

  private Writer writer(Field field) {
    return switch (field.type()) {
      case INTEGER -> value -> plain(value.toString());
      case REAL -> value -> plain(value.toString());
      case BOOLEAN -> value -> put((Boolean) value ? '1' : '0');
      case INSTANT -> value -> instant((Instant) value);
      case TEXT, JSON -> value -> text((String) value);
    };
  }

  private void orNothing(@Nullable String value) {
    if (value == null) {
      nothing();
    } else {
      text(value);
    }
  }

  private void nothing() {
    put('\\');
    put('N');
  }

  private void instant(Instant at) {
    room(InstantText.LENGTH);
    InstantText.put(at, array, size);
    size += InstantText.LENGTH;
  }

  /** Of ASCII that needs no escape. */
  private void plain(String number) {
    room(LONGEST_NUMBER);
    int length = number.length();
    for (int i = 0; i < length; i++) {
      array[size + i] = (byte) number.charAt(i);
    }
    size += length;
  }

  private void text(String value) {
    int length = value.length();
    room(Math.multiplyExact(length, LONGEST_CHARACTER));
    byte[] into = array;
    int at = size;
    for (int i = 0; i < length; i++) {
      char unit = value.charAt(i);
      if (unit < 0x80) {
        at = ascii(into, at, unit);
      } else if (Character.isHighSurrogate(unit)) {
        at = pair(into, at, Character.toCodePoint(unit, value.charAt(++i)));
      } else {
        at = wide(into, at, unit);
      }
    }
    size = at;
  }

  private static int ascii(byte[] into, int at, char unit) {
    int next = at;
    if (unit == '\\' || unit == '\t' || unit == '\n') {
      into[next++] = '\\';
    } else if (unit == 0) {
      into[next++] = '\\';
      into[next++] = '0';
      return next;
    }
    into[next++] = (byte) unit;
    return next;
  }

  private static int wide(byte[] into, int at, char unit) {
    int next = at;
    if (unit < 0x800) {
      into[next++] = (byte) (0xc0 | unit >> 6);
    } else {
      into[next++] = (byte) (0xe0 | unit >> 12);
      into[next++] = (byte) (0x80 | unit >> 6 & 0x3f);
    }
    into[next++] = (byte) (0x80 | unit & 0x3f);
    return next;
  }

  private static int pair(byte[] into, int at, int point) {
    into[at] = (byte) (0xf0 | point >> 18);
    into[at + 1] = (byte) (0x80 | point >> 12 & 0x3f);
    into[at + 2] = (byte) (0x80 | point >> 6 & 0x3f);
    into[at + 3] = (byte) (0x80 | point & 0x3f);
    return at + 4;
  }

  private void put(char ascii) {
    room(1);
    array[size++] = (byte) ascii;
  }

  private void room(int more) {
    if (array.length - size < more) {
      array = Arrays.copyOf(array, Math.max(array.length * 2, size + more));
    }
  }

  private interface Writer {
    void write(Object value);
  }
}
