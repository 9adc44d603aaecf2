package dev.tidemark.app.telemetry;

import static dev.tidemark.app.telemetry.Library.AUTHOR;
import static dev.tidemark.app.telemetry.Library.BOOK;
import static dev.tidemark.app.telemetry.Library.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.core.UpstreamUnavailableException;
import dev.tidemark.core.event.Event;
import dev.tidemark.core.schema.RowKey;
import dev.tidemark.core.sync.SyncEvent;
import dev.tidemark.core.sync.SyncPolicy;
import dev.tidemark.core.sync.SyncPolicy.Atomicity;
import dev.tidemark.core.sync.spi.Fetch;
import dev.tidemark.core.sync.spi.Mode;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class SyncSpansTest {

  private final InMemorySpanExporter exporter = InMemorySpanExporter.create();
  private final Library library = new Library();
  private final SyncSpans spans =
      new SyncSpans(
          SdkTracerProvider.builder()
              .addSpanProcessor(SimpleSpanProcessor.create(exporter))
              .build()
              .get("test"),
          library.clock);

  @Test
  void cycle_full_isAHandfulOfSpansUnderOne() {
    library.fill(5_000);
    library.upstream.put(Library.book(9_999, 9_999));
    library.sync(Mode.FULL, spans);

    assertThat(names())
        .containsExactly("fetch author", "fetch book", "parents", "apply", "sync full");
    SpanData root = span("sync full");
    assertThat(exporter.getFinishedSpanItems())
        .filteredOn(each -> !each.equals(root))
        .allSatisfy(
            each -> {
              assertThat(each.getParentSpanId()).isEqualTo(root.getSpanId());
              assertThat(each.getTraceId()).isEqualTo(root.getTraceId());
            });
    assertThat(number(span("fetch author"), "tidemark.rows")).isEqualTo(5_000);
    assertThat(number(root, "tidemark.requests")).isEqualTo(3);
  }

  @Test
  void cycle_forcedToBeFull_isNamedAfterWhatItDid() {
    library.fill(1);
    library.sync(Mode.INCREMENTAL, spans);

    SpanData root = span("sync full");
    assertThat(root.getAttributes().get(AttributeKey.stringKey("tidemark.forced")))
        .isEqualTo("fresh");
    assertThat(root.getAttributes().get(AttributeKey.stringKey("tidemark.mode"))).isEqualTo("full");
  }

  @Test
  void cycle_incremental_isNamedSoAndNotForced() {
    library.fill(1);
    library.sync(Mode.INCREMENTAL, spans);
    exporter.reset();
    library.sync(Mode.INCREMENTAL, spans);

    assertThat(span("sync incremental").getAttributes().asMap())
        .doesNotContainKey(AttributeKey.stringKey("tidemark.forced"));
  }

  @Test
  void cycle_failed_endsEverySpanAndSaysWhy() {
    library.fill(2);
    library.upstream.fail(
        what -> what.type().equals(BOOK), new UpstreamUnavailableException("read book: gone"));

    assertThatThrownBy(() -> library.sync(Mode.FULL, spans)).isNotNull();

    assertThat(names()).containsExactly("fetch author", "fetch book", "sync full");
    assertThat(span("fetch author").getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
    assertThat(span("fetch book").getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
    assertThat(span("sync full").getStatus().getDescription()).isEqualTo("read book: gone");
    assertThat(span("sync full").getAttributes().get(AttributeKey.stringKey("error.type")))
        .isEqualTo("UPSTREAM_UNAVAILABLE");
  }

  @Test
  void cycle_inPart_saysWhatIsLeftOut() {
    library.fill(2);
    library.upstream.fail(
        what -> what.type().equals(BOOK), new UpstreamUnavailableException("read book: gone"));

    library.sync(Mode.FULL, SyncPolicy.builder().atomicity(Atomicity.PER_TYPE).build(), spans);

    assertThat(span("fetch book").getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
    assertThat(span("sync full").getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
    assertThat(span("sync full").getAttributes().get(AttributeKey.stringKey("tidemark.left_out")))
        .isEqualTo("book");
  }

  @Test
  void type_leftOutInTheMiddle_hasASpanThatFailed() {
    tell(new SyncEvent.CycleStarted(7, Mode.FULL, NOW));
    tell(new SyncEvent.FetchStarted(new Fetch.Everything(BOOK)));
    tell(new SyncEvent.TypeFailed(BOOK, new UpstreamUnavailableException("gone")));
    fetch(new Fetch.Everything(AUTHOR), 3);
    tell(new SyncEvent.CycleSucceeded(Library.report(Mode.FULL, Duration.ZERO, Map.of())));

    assertThat(names()).containsExactly("fetch book", "fetch author", "sync full");
    assertThat(span("fetch book").getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
    assertThat(span("fetch author").getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
  }

  @Test
  void type_readInSeveralSteps_isOneSpanFromTheFirstToTheLast() {
    Fetch list = new Fetch.Everything(BOOK);
    Fetch window = new Fetch.Since(BOOK, NOW);
    tell(new SyncEvent.CycleStarted(7, Mode.FULL, NOW));
    fetch(list, 100);
    fetch(window, 5);
    tell(new SyncEvent.CycleSucceeded(Library.report(Mode.FULL, Duration.ZERO, Map.of())));

    SpanData span = span("fetch book");
    assertThat(number(span, "tidemark.rows")).isEqualTo(105);
    assertThat(number(span, "tidemark.requests")).isEqualTo(2);
    assertThat(span.getEndEpochNanos() - span.getStartEpochNanos())
        .isEqualTo(TimeUnit.SECONDS.toNanos(2));
  }

  @Test
  void keys_askedForBySweepAndParents_areOneSpanEach() {
    Fetch author = new Fetch.ByKey(AUTHOR, List.of(RowKey.of(1L)));
    Fetch book = new Fetch.ByKey(BOOK, List.of(RowKey.of(1L)));
    tell(new SyncEvent.CycleStarted(7, Mode.FULL, NOW));
    fetch(author, 1);
    tell(new SyncEvent.Swept(AUTHOR, 1, 1, 0));
    fetch(book, 0);
    fetch(book, 0);
    tell(new SyncEvent.Swept(BOOK, 2, 2, 2));
    fetch(author, 7);
    tell(new SyncEvent.ApplyStarted(7));
    tell(new SyncEvent.CycleSucceeded(Library.report(Mode.FULL, Duration.ZERO, Map.of())));

    assertThat(names()).containsExactly("sweep", "parents", "apply", "sync full");
    assertThat(number(span("sweep"), "tidemark.requests")).isEqualTo(3);
    assertThat(number(span("parents"), "tidemark.rows")).isEqualTo(7);
  }

  private void fetch(Fetch what, long rows) {
    tell(new SyncEvent.FetchStarted(what));
    library.clock.advance(Duration.ofSeconds(1));
    tell(Library.ended(what, rows));
  }

  private void tell(Event event) {
    spans.on(event);
  }

  private List<String> names() {
    return exporter.getFinishedSpanItems().stream().map(SpanData::getName).toList();
  }

  private SpanData span(String name) {
    return exporter.getFinishedSpanItems().stream()
        .filter(each -> each.getName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static Long number(SpanData span, String key) {
    return span.getAttributes().get(AttributeKey.longKey(key));
  }
}
