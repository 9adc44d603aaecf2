package dev.tidemark.bench;

import dev.tidemark.assembly.Application;
import dev.tidemark.core.schema.Schema;
import dev.tidemark.core.sync.SyncReplica;
import dev.tidemark.core.sync.spi.Mode;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Full, full again with nothing changed, and quiet incremental, in this order. */
final class MeasuredSync {

  static final String FIRST = "first full sync over HTTP, ms";
  static final String SECOND = "second full sync, nothing changed, ms";
  static final String QUIET = "quiet incremental sync, ms";
  static final String QUIET_REQUESTS = "requests of a quiet incremental sync";

  private MeasuredSync() {}

  public static void main(String[] arguments) {
    Schema schema = Bench.schema();
    for (int round = 0; round < Integer.parseInt(arguments[1]); round++) {
      Bench.inFreshDirectory(directory -> measure(schema, URI.create(arguments[0]), directory));
    }
  }

  private static void measure(Schema schema, URI upstream, Path directory) {
    try (Application application = Bench.application(schema, upstream, directory)) {
      SyncReplica replica = application.get(SyncReplica.class);
      Bench.print(FIRST, Bench.time(() -> replica.sync(Mode.FULL)));
      Bench.print(SECOND, Bench.time(() -> replica.sync(Mode.FULL)));
      List<Integer> requests = new ArrayList<>();
      Bench.print(QUIET, Bench.time(() -> requests.add(replica.sync(Mode.INCREMENTAL).requests())));
      Bench.print(QUIET_REQUESTS, requests.get(0));
    }
  }
}
