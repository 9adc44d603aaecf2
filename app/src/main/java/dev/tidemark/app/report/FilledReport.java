package dev.tidemark.app.report;

import static dev.tidemark.app.text.Table.Column.left;

import dev.tidemark.app.text.Amounts;
import dev.tidemark.app.text.Json;
import dev.tidemark.app.text.Table;
import dev.tidemark.core.rollup.Backfilled;
import dev.tidemark.core.rollup.RollupPlan;
import dev.tidemark.core.rollup.Span;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the backfill of a rollup did, or would do. */
public record FilledReport(
    RollupPlan plan, String kept, Backfilled done, RollupReport.Reader reader) {

  /** How many parts people are shown of what would be done. */
  private static final int SHOWN = 24;

  public void print(PrintWriter out) {
    if (done.dry() && !done.computed().isEmpty()) {
      parts().print(out);
      int more = done.computed().size() - SHOWN;
      if (more > 0) {
        out.println("and %s more; --json lists all".formatted(Amounts.count(more)));
      }
      out.println();
    }
    out.println(RollupReport.title(plan, kept) + ": " + words());
  }

  private Table parts() {
    Table table = Table.of(left("from"), left("until before"));
    List<Span> first = done.computed().stream().limit(SHOWN).toList();
    first.forEach(part -> table.row(reader.local(part.from()), reader.local(part.to())));
    return table;
  }

  private String words() {
    if (done.span().isEmpty()) {
      return "nothing to compute; --again computes once more what is there";
    }
    String before = done.skipped() == 0 ? "" : ", %s before".formatted(parts(done.skipped()));
    return done.dry()
        ? "%s would be computed%s; nothing was written"
            .formatted(parts(done.computed().size()), before)
        : "complete; %s in %s%s"
            .formatted(
                Amounts.count(done.cells(), "cell", "cells"),
                parts(done.computed().size()),
                before);
  }

  private static String parts(long count) {
    return Amounts.count(count, "part", "parts");
  }

  public Map<String, @Nullable Object> json() {
    Map<String, @Nullable Object> json = RollupReport.name(plan.name(), kept);
    json.putAll(
        Json.object(
            "dryRun", done.dry(),
            "from", done.span().from(),
            "to", done.span().to(),
            "computed", RollupJson.of(done.computed()),
            "skipped", done.skipped(),
            "cells", done.cells()));
    return json;
  }
}
