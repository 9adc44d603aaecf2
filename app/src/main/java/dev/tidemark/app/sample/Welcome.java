package dev.tidemark.app.sample;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;

/** What a started sample upstream says: where it is, what it has, and what to do with it. */
final class Welcome {

  private Welcome() {}

  static void print(PrintWriter out, SampleServer server, String program) {
    Map<String, Integer> rows = server.data().state().liveRows();
    out.println("The sample upstream answers on " + server.base());
    out.println();
    line(out, "type", "rows");
    rows.forEach((type, live) -> line(out, type, grouped(live)));
    line(out, "total", grouped(rows.values().stream().mapToInt(Integer::intValue).sum()));
    out.println();
    out.println("Follow it:   " + program + " sync --data data/sample --upstream " + server.base());
    out.println("Move it on:  curl -X POST " + server.base() + "/_next");
    out.println("Without an API key most contacts (poc) are hidden, as they are in the real one.");
    out.println("Ctrl-C stops it.");
    out.flush();
  }

  private static void line(PrintWriter out, String type, String rows) {
    out.println(String.format(Locale.ROOT, "  %-12s %9s", type, rows));
  }

  private static String grouped(int rows) {
    return String.format(Locale.ROOT, "%,d", rows);
  }
}
