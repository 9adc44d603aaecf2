package dev.tidemark.app.report;

import static dev.tidemark.app.text.Table.Column.left;
import static dev.tidemark.app.text.Table.Column.right;

import dev.tidemark.app.text.Amounts;
import dev.tidemark.app.text.Json;
import dev.tidemark.app.text.Table;
import dev.tidemark.app.text.Times;
import dev.tidemark.core.mirror.MirrorState;
import dev.tidemark.core.mirror.MirrorStatus;
import dev.tidemark.core.mirror.TableStatus;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How all mirrors stand that the configuration names, one on a line. */
public record MirrorsReport(List<Named> mirrors, Moment now) {

  public MirrorsReport {
    mirrors = List.copyOf(mirrors);
  }

  /**
   * A mirror of the configuration.
   *
   * @param place which tables of which database it is, if that is known
   * @param status empty if it is not enabled
   */
  public record Named(String name, Optional<String> place, Optional<MirrorStatus> status) {}

  public void print(PrintWriter out) {
    table().print(out);
  }

  /** Behind what else is told of a replica; nothing if there is no mirror. */
  public void printBelow(PrintWriter out) {
    if (!mirrors.isEmpty()) {
      out.println();
      print(out);
    }
  }

  private Table table() {
    Table table =
        Table.of(
            left("mirror"),
            left("state"),
            right("behind"),
            left("for"),
            left("verified"),
            right("quarantined"),
            left("place"));
    mirrors.forEach(
        each ->
            each.status()
                .ifPresentOrElse(
                    status -> row(table, status),
                    () ->
                        table.row(
                            each.name(),
                            words(MirrorState.DISABLED),
                            "-",
                            "-",
                            "-",
                            "-",
                            at(each))));
    return table;
  }

  /** How far a mirror is that nobody keeps is not known without asking it. */
  private void row(Table table, MirrorStatus status) {
    table.row(
        status.name(),
        words(status.standing().state()),
        status.position().map(at -> Amounts.count(status.lag().changes())).orElse("-"),
        status
            .position()
            .flatMap(at -> status.lag().oldest())
            .map(at -> Amounts.time(Duration.between(at, now.at())))
            .orElse("-"),
        verified(status).map(at -> Times.local(at, now.zone())).orElse("never"),
        status.quarantined(),
        status.place());
  }

  private static String at(Named mirror) {
    return mirror.place().orElse("-");
  }

  public List<Map<String, @Nullable Object>> json() {
    return mirrors.stream().map(this::json).toList();
  }

  private Map<String, @Nullable Object> json(Named mirror) {
    return mirror
        .status()
        .map(status -> MirrorReport.json(status, now))
        .orElseGet(
            () ->
                Json.object(
                    "name", mirror.name(),
                    "enabled", false,
                    "place", mirror.place(),
                    "state", code(MirrorState.DISABLED)));
  }

  /** When the table was compared whose comparison is the oldest; empty if one never was. */
  public static Optional<Instant> verified(MirrorStatus status) {
    return status.tables().stream().allMatch(each -> each.verified().isPresent())
        ? status.tables().stream()
            .flatMap(each -> each.verified().stream())
            .map(TableStatus.Verified::at)
            .min(Comparator.naturalOrder())
        : Optional.empty();
  }

  /** For machines: {@code catching_up}. */
  public static String code(MirrorState state) {
    return state.name().toLowerCase(Locale.ROOT);
  }

  /** For people: {@code catching up}. */
  static String words(MirrorState state) {
    return code(state).replace('_', ' ');
  }
}
