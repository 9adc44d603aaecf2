package dev.tidemark.app.report;

import dev.tidemark.app.text.Amounts;
import dev.tidemark.app.text.OneLine;
import dev.tidemark.app.text.Table.Column;
import dev.tidemark.app.text.Times;
import dev.tidemark.core.rollup.RollupPlan;
import dev.tidemark.core.schema.Field;
import dev.tidemark.core.schema.FieldType;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keys and measures as text, in the zone of whoever reads. */
record CellText(ZoneId zone) {

  /** For people; no value is a dash. */
  String shown(@Nullable Object value) {
    if (value == null) {
      return "-";
    }
    if (value instanceof Long number) {
      return Amounts.count(number);
    }
    return value instanceof Instant at ? Times.local(at, zone) : OneLine.of(value);
  }

  List<String> shown(List<? extends @Nullable Object> values) {
    return values.stream().map(this::shown).toList();
  }

  /** For machines: points in time with the zone's offset, all else as it is. */
  @Nullable Object exact(@Nullable Object value) {
    return value instanceof Instant at ? iso(at.atZone(zone)) : value;
  }

  /** {@code 2026-04-16T10:00:00+02:00}. */
  static String iso(ZonedDateTime at) {
    OffsetDateTime exact = at.toOffsetDateTime();
    return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(exact);
  }

  /** Columns of the keys of these names, and of all measures. */
  static List<Column> columns(RollupPlan plan, List<String> keys) {
    List<Column> columns = new ArrayList<>();
    keys.stream().map(Column::left).forEach(columns::add);
    plan.measureFields().stream().map(CellText::column).forEach(columns::add);
    return columns;
  }

  private static Column column(Field measure) {
    boolean number = measure.type() == FieldType.INTEGER || measure.type() == FieldType.REAL;
    return number ? Column.right(measure.name()) : Column.left(measure.name());
  }
}
