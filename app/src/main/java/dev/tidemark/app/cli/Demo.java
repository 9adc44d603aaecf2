package dev.tidemark.app.cli;

import static dev.tidemark.app.text.Table.Column.left;

import dev.tidemark.app.report.Place;
import dev.tidemark.app.report.Sweeps;
import dev.tidemark.app.report.SyncSummary;
import dev.tidemark.app.text.Amounts;
import dev.tidemark.app.text.OneLine;
import dev.tidemark.app.text.Table;
import dev.tidemark.app.text.Times;
import dev.tidemark.assembly.Application;
import dev.tidemark.core.CancelledException;
import dev.tidemark.core.feed.Change;
import dev.tidemark.core.feed.Position;
import dev.tidemark.core.feed.spi.ChangeFeed;
import dev.tidemark.core.query.spi.ReplicaReader;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.FieldType;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.sync.SyncReplica;
import dev.tidemark.core.sync.SyncReport;
import dev.tidemark.core.sync.spi.Mode;
import dev.tidemark.core.sync.spi.Tally;
import java.io.PrintWriter;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Two cycles and a look at the feed, and then one cycle after another. */
final class Demo {

  private static final int SHOWN_CHANGES = 8;
  private static final int SECONDS_BETWEEN_CYCLES = 3;
  private static final int START_OF_TEXT = 50;
  private static final String QUERY =
      "select n.asn, n.name, count(*) as ports, sum(x.speed) / 1000 as gbit from net n"
          + " join netixlan x on x.net_id = n.id where x.status = 'ok'"
          + " group by n.id order by gbit desc limit 10";

  private final Setup setup;
  private final Application application;
  private final Runnable advance;
  private final PrintWriter out;

  Demo(Setup setup, Application application, Runnable advance, PrintWriter out) {
    this.setup = setup;
    this.application = application;
    this.advance = advance;
    this.out = out;
  }

  void show(URI base) {
    title("A made-up PeeringDB is served at " + base + ". A first, full sync:");
    SyncReport first = sync(Mode.FULL);
    print(first);
    advance.run();
    title("It has changed. An incremental sync:");
    print(sync(Mode.INCREMENTAL));
    title("The change feed has what the second sync did, in order:");
    changes(first.position()).print(out);
    lookAround();
  }

  /** Until this thread is interrupted. */
  void keepGoing() {
    title("It goes on changing and syncing. Ctrl-C ends it.");
    CountDownLatch never = new CountDownLatch(1);
    try {
      while (!never.await(SECONDS_BETWEEN_CYCLES, TimeUnit.SECONDS)) {
        advance.run();
        out.println(line(sync(Mode.INCREMENTAL)));
        out.flush();
      }
    } catch (InterruptedException | CancelledException e) {
      title("Stopped. The replica is kept: " + setup.place().database());
    }
  }

  private SyncReport sync(Mode mode) {
    return application.get(SyncReplica.class).sync(mode);
  }

  private void title(String text) {
    out.println();
    out.println(text);
    out.println();
    out.flush();
  }

  private void print(SyncReport report) {
    SyncSummary.of(setup.schema(), report, setup.place(), new Sweeps()).print(out);
    out.flush();
  }

  private String line(SyncReport report) {
    Tally total = report.total();
    return "%s  cycle %d: %d inserted, %d updated, %d deleted in %s; feed position %s"
        .formatted(
            Times.local(report.endedAt(), setup.outside().clock().getZone()),
            report.cycle(),
            total.inserted(),
            total.updated(),
            total.deleted(),
            Amounts.time(report.duration()),
            Amounts.count(report.position().value()));
  }

  private Table changes(Position after) {
    Table table =
        Table.of(left("position"), left("change"), left("type"), left("key"), left("row now"));
    for (Change change : application.get(ChangeFeed.class).after(after, SHOWN_CHANGES)) {
      table.row(
          change.position().toString(),
          change.kind().name().toLowerCase(Locale.ROOT),
          change.type(),
          change.key().text(),
          describe(change));
    }
    return table;
  }

  /** The feed carries keys and no contents: whoever follows it asks for the row as it is now. */
  private String describe(Change change) {
    EntityType type = setup.schema().type(change.type());
    return application
        .get(ReplicaReader.class)
        .find(type, change.key())
        .map(Demo::describe)
        .orElse("");
  }

  /** Its first texts. */
  private static String describe(Row row) {
    List<String> words = new ArrayList<>();
    for (var field : row.type().fields()) {
      Object value = row.value(field.name());
      if (field.type() == FieldType.TEXT && value != null && !value.toString().isBlank()) {
        words.add(value.toString());
      }
    }
    return OneLine.start(String.join(", ", words), START_OF_TEXT);
  }

  private void lookAround() {
    Place place = setup.place();
    title("The replica is a SQLite file and stays there. Look around:");
    out.println("  sqlite3 -box " + place.database() + " \"" + QUERY + "\"");
    for (String command : List.of("status", "orphans", "quarantine")) {
      out.println("  " + place.command(command));
    }
    out.flush();
  }
}
