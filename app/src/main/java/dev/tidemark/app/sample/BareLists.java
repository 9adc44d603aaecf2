package dev.tidemark.app.sample;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The cached whole lists, each built and compressed once. A list is as old as its cache: it is
 * built again only when its rows have changed and it was kept as long as asked.
 */
final class BareLists {

  private final SampleOptions options;
  private final Map<Key, BareList> lists = new HashMap<>();

  BareLists(SampleOptions options) {
    this.options = options;
  }

  private record Key(String type, Viewer viewer) {}

  /** One list as it was when it was built. */
  record BareList(SampleTable table, Viewer viewer, Instant builtAt, byte[] compressed) {

    String meta() {
      return BareLists.meta(table, builtAt);
    }

    /** The rows as the viewer may see them. */
    Stream<byte[]> rows() {
      return table.liveRows().map(row -> row.json(viewer)).filter(Objects::nonNull);
    }
  }

  /** Builds all lists, so that nobody waits for them. */
  void prepare(SampleState state) {
    for (SampleTable table : state.tables().values()) {
      for (Viewer viewer : Viewer.values()) {
        of(table, viewer);
      }
    }
  }

  /** The cached list of a type of which {@code present} are the rows now. */
  synchronized BareList of(SampleTable present, Viewer viewer) {
    Viewer served = present.sameForAll() ? Viewer.ANONYMOUS : viewer;
    return lists.compute(
        new Key(present.type(), served),
        (key, list) -> list != null && fresh(list, present) ? list : build(present, served));
  }

  private boolean fresh(BareList list, SampleTable present) {
    Duration age = Duration.between(list.builtAt(), options.clock().instant());
    return list.table() == present || age.compareTo(options.cacheKept()) < 0;
  }

  private BareList build(SampleTable table, Viewer viewer) {
    BareList empty = new BareList(table, viewer, options.clock().instant(), new byte[0]);
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try {
      Envelope.write(Envelope.gzip(compressed), empty.rows(), empty.meta());
    } catch (IOException e) {
      throw new UncheckedIOException("a list cannot be compressed in memory", e);
    }
    return new BareList(table, viewer, empty.builtAt(), compressed.toByteArray());
  }

  private static String meta(SampleTable table, Instant builtAt) {
    String now = String.valueOf(builtAt.toEpochMilli() / 1000.0);
    return Envelope.generated(table.generated().orElse(now));
  }
}
