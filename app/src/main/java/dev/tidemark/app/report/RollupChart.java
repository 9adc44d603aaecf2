package dev.tidemark.app.report;

import dev.tidemark.app.text.Amounts;
import dev.tidemark.app.text.Screen;
import dev.tidemark.app.text.Table;
import dev.tidemark.core.rollup.Measure;
import dev.tidemark.core.rollup.RollupCell;
import dev.tidemark.core.rollup.RollupSummary.Line;
import dev.tidemark.core.rollup.Span;
import java.io.PrintWriter;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Cells of a rollup for people: a bar for each hour or day, and a table by keys. The bars are of
 * the first measure that parts add up to.
 *
 * @param span in whole buckets, of which these are the cells
 * @param cells one at least
 */
public record RollupChart(RollupView view, Span span, List<RollupCell> cells, Screen screen) {

  private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("uuuu-MM-dd");
  private static final DateTimeFormatter HOUR = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm");
  private static final DateTimeFormatter EXACT_HOUR =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm xxx");

  /** So many empty ones in a row are drawn; more of them are one line. */
  private static final int EMPTY_LINES = 3;

  /** How many lines of the table people are shown. */
  private static final int SHOWN = 20;

  private static final String GAP = "  ";

  public RollupChart {
    cells = List.copyOf(cells);
  }

  public void print(PrintWriter out) {
    out.println(heading());
    out.println();
    bars().forEach(out::println);
    if (!view.keys().isEmpty()) {
      out.println();
      table().forEach(out::println);
    }
  }

  private String heading() {
    String name = measure().name();
    return "%s per %s, times of %s: %s in all"
        .formatted(
            name,
            view.unit() == ChronoUnit.DAYS ? "day" : "hour",
            view.zoneName(),
            text().shown(value(view.sums(cells, List.of()).get(0)).orElse(null)));
  }

  private CellText text() {
    return new CellText(view.zone());
  }

  private Measure measure() {
    return view.plan().definition().measures().get(charted());
  }

  private int charted() {
    List<Measure> measures = view.plan().definition().measures();
    OptionalInt added =
        IntStream.range(0, measures.size())
            .filter(i -> ADDED.contains(measures.get(i).kind()))
            .findFirst();
    return added.orElse(0);
  }

  private static final Set<Measure.Kind> ADDED =
      Set.of(Measure.Kind.COUNT, Measure.Kind.SUM, Measure.Kind.SUM_WHERE_MISSING);

  private Optional<Object> value(Line line) {
    return line.measures().get(charted());
  }

  private static long number(Optional<Object> value) {
    return value.orElse(0L) instanceof Number number ? number.longValue() : 0;
  }

  List<String> bars() {
    List<Line> totals = view.totals(cells);
    Scale scale = scale(totals);
    List<String> lines = new ArrayList<>();
    ZonedDateTime next = first();
    for (Line line : totals) {
      lines.addAll(empty(next, line.start(), scale));
      lines.add(bar(line, scale));
      next = line.start().plus(1, view.unit());
    }
    lines.addAll(empty(next, last().plus(1, view.unit()), scale));
    return lines;
  }

  private ZonedDateTime first() {
    return view.startOf(span.from());
  }

  private ZonedDateTime last() {
    return view.startOf(span.to().minusNanos(1));
  }

  /**
   * What all bars of a chart have in common.
   *
   * @param width of the values
   * @param greatest of them
   */
  private record Scale(DateTimeFormatter times, int width, long greatest) {

    String start(ZonedDateTime at, String value) {
      return times.format(at) + GAP + " ".repeat(width - value.length()) + value;
    }
  }

  private Scale scale(List<Line> totals) {
    int width = totals.stream().mapToInt(line -> shown(line).length()).max().orElse(1);
    long greatest = totals.stream().mapToLong(line -> number(value(line))).max().orElse(0);
    return new Scale(times(totals), width, greatest);
  }

  /** Where clocks are set, an hour may be there twice. */
  private DateTimeFormatter times(List<Line> totals) {
    if (view.unit() == ChronoUnit.DAYS) {
      return DAY;
    }
    Set<ZoneOffset> offsets =
        Stream.concat(Stream.of(first(), last()), totals.stream().map(Line::start))
            .map(ZonedDateTime::getOffset)
            .collect(Collectors.toSet());
    return offsets.size() > 1 ? EXACT_HOUR : HOUR;
  }

  private String shown(Line line) {
    return text().shown(value(line).orElse(null));
  }

  private String bar(Line line, Scale scale) {
    String start = scale.start(line.start(), shown(line));
    int room = screen.width() - start.length() - GAP.length();
    return (start + GAP + screen.bar(number(value(line)), scale.greatest(), room)).stripTrailing();
  }

  /** What is drawn from one hour or day until before another, where there is nothing. */
  private List<String> empty(ZonedDateTime from, ZonedDateTime until, Scale scale) {
    long empty = steps(from, until);
    if (empty > EMPTY_LINES) {
      return List.of(
          "%s %s %s without any"
              .formatted(
                  screen.dots(), Amounts.count(empty), view.unit() == ChronoUnit.DAYS ? "d" : "h"));
    }
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < empty; i++) {
      lines.add(scale.start(from.plus(i, view.unit()), "-"));
    }
    return lines;
  }

  private long steps(ZonedDateTime one, ZonedDateTime other) {
    return view.unit() == ChronoUnit.DAYS
        ? ChronoUnit.DAYS.between(one.toLocalDate(), other.toLocalDate())
        : ChronoUnit.HOURS.between(one, other);
  }

  /** By keys, the largest first. */
  List<String> table() {
    List<Line> sums =
        view.sums(cells, view.keys()).stream()
            .sorted(
                Comparator.comparing((Line line) -> number(value(line)))
                    .reversed()
                    .thenComparing(line -> text().shown(line.keys()).toString()))
            .toList();
    Table table = Table.of(CellText.columns(view.plan(), view.keys()));
    sums.stream().limit(SHOWN).forEach(line -> table.row(row(line)));
    List<String> lines = new ArrayList<>(table.lines());
    if (sums.size() > SHOWN) {
      lines.add("and %s more".formatted(Amounts.count(sums.size() - SHOWN)));
    }
    return lines;
  }

  private List<String> row(Line line) {
    List<String> row = new ArrayList<>(text().shown(line.keys()));
    line.measures().forEach(measure -> row.add(text().shown(measure.orElse(null))));
    return row;
  }
}
