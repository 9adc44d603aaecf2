package dev.tidemark.bench;

import dev.tidemark.assembly.Application;
import dev.tidemark.core.schema.Schema;
import dev.tidemark.core.sync.SyncReplica;
import dev.tidemark.core.sync.SyncReport;
import dev.tidemark.core.sync.spi.Mode;
import java.net.URI;
import java.nio.file.Path;

/** Full, full again with nothing changed, full with a sweep, and quiet incremental. */
final class MeasuredSync {

  static final String FIRST = "first full sync over HTTP, ms";
  static final String SECOND = "second full sync, nothing changed, ms";
  static final String SWEPT = "full sync that sweeps 500 rows gone without a trace, ms";
  static final String QUIET = "quiet incremental sync, ms";
  static final String QUIET_OWN = "of it outside of requests, ms";
  static final String QUIET_REQUESTS = "requests of a quiet incremental sync";

  private static final int GONE = 500;

  private MeasuredSync() {}

  public static void main(String[] arguments) {
    Schema schema = Bench.schema();
    for (int round = 0; round < Integer.parseInt(arguments[1]); round++) {
      Bench.inFreshDirectory(directory -> measure(schema, URI.create(arguments[0]), directory));
    }
  }

  private static void sweep(SyncReplica replica) {
    long vanished = replica.sync(Mode.FULL).total().vanished();
    if (vanished != GONE) {
      throw new IllegalStateException("expected " + GONE + " vanished rows, found " + vanished);
    }
  }

  private static void measure(Schema schema, URI upstream, Path directory) {
    RequestTime requestTime = new RequestTime();
    try (Application application = Bench.application(schema, upstream, directory, requestTime)) {
      SyncReplica replica = application.get(SyncReplica.class);
      Bench.print(FIRST, Bench.time(() -> replica.sync(Mode.FULL)));
      Bench.print(SECOND, Bench.time(() -> replica.sync(Mode.FULL)));
      Bench.inventRows(directory, "net", GONE);
      Bench.print(SWEPT, Bench.time(() -> sweep(replica)));
      requestTime.reset();
      SyncReport[] report = new SyncReport[1];
      double quiet = Bench.time(() -> report[0] = replica.sync(Mode.INCREMENTAL));
      Bench.print(QUIET, quiet);
      Bench.print(QUIET_OWN, quiet - requestTime.millis());
      Bench.print(QUIET_REQUESTS, report[0].requests());
    }
  }
}
