package dev.tidemark.app.telemetry;

import dev.tidemark.app.text.OneLine;
import dev.tidemark.core.TidemarkException;
import dev.tidemark.core.event.Event;
import dev.tidemark.core.event.Listener;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.sync.SyncEvent;
import dev.tidemark.core.sync.SyncReport;
import dev.tidemark.core.sync.spi.Mode;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A span for each cycle, named after what it did and not after what was asked for, with a handful
 * below it. They are made when the cycle is over, so that nothing is left open whatever happens.
 * Safe for use by many threads.
 */
final class SyncSpans implements Listener {

  private final Tracer tracer;
  private final Clock clock;
  private final Reactions reactions = new Reactions();
  private Optional<CycleTrace> trace = Optional.empty();
  private Optional<String> forced = Optional.empty();

  SyncSpans(Tracer tracer, Clock clock) {
    this.tracer = tracer;
    this.clock = clock;
    hearCycles();
    hearParts();
  }

  @Override
  public synchronized void on(Event event) {
    reactions.to(event);
  }

  private void hearCycles() {
    reactions
        .when(SyncEvent.CycleStarted.class, event -> started())
        .when(
            SyncEvent.FullForced.class,
            event -> forced = Optional.of(event.reason().name().toLowerCase(Locale.ROOT)))
        .when(SyncEvent.CycleSucceeded.class, event -> succeeded(event.report()))
        .when(SyncEvent.CycleFailed.class, this::failed);
  }

  private void hearParts() {
    reactions
        .when(
            SyncEvent.FetchStarted.class,
            event -> trace.ifPresent(each -> each.asks(event.what(), clock.instant())))
        .when(
            SyncEvent.FetchEnded.class,
            event -> trace.ifPresent(each -> each.isAnswered(event.fetched(), clock.instant())))
        .when(SyncEvent.FellBack.class, event -> broken())
        .when(SyncEvent.WindowLeftOut.class, event -> broken())
        .when(SyncEvent.KeysLeftOut.class, event -> broken())
        .when(SyncEvent.TypeFailed.class, event -> broken())
        .when(SyncEvent.Swept.class, event -> trace.ifPresent(CycleTrace::hasSwept))
        .when(SyncEvent.SweepRefused.class, event -> trace.ifPresent(CycleTrace::hasSwept))
        .when(
            SyncEvent.ApplyStarted.class,
            event -> trace.ifPresent(each -> each.applies(clock.instant())));
  }

  private void started() {
    trace = Optional.of(new CycleTrace(clock.instant()));
    forced = Optional.empty();
  }

  private void broken() {
    trace.ifPresent(each -> each.breaksOff(clock.instant()));
  }

  private void succeeded(SyncReport report) {
    trace.ifPresent(
        each -> {
          Span root = root(each, report.cycle(), report.mode());
          root.setAttribute("tidemark.requests", report.requests());
          root.setAttribute("tidemark.bytes", report.bytes());
          root.setAttribute("tidemark.changes", report.total().changes());
          root.setAttribute("tidemark.position", report.position().value());
          List<String> leftOut =
              report.failures().keySet().stream().map(EntityType::name).sorted().toList();
          if (!leftOut.isEmpty()) {
            root.setAttribute("tidemark.left_out", String.join(",", leftOut));
          }
          end(each, root);
        });
  }

  private void failed(SyncEvent.CycleFailed event) {
    trace.ifPresent(
        each -> {
          Span root = root(each, event.cycle(), event.mode());
          if (event.failure() instanceof TidemarkException known) {
            root.setAttribute("error.type", known.code());
            root.setStatus(StatusCode.ERROR, OneLine.of(String.valueOf(known.getMessage())));
          } else {
            root.setAttribute("error.type", event.failure().getClass().getName());
            root.setStatus(StatusCode.ERROR);
          }
          end(each, root);
        });
  }

  private Span root(CycleTrace cycle, long number, Mode mode) {
    String word = mode.name().toLowerCase(Locale.ROOT);
    Span root =
        tracer
            .spanBuilder("sync " + word)
            .setNoParent()
            .setStartTimestamp(cycle.startedAt())
            .setAttribute("tidemark.cycle", number)
            .setAttribute("tidemark.mode", word)
            .startSpan();
    forced.ifPresent(why -> root.setAttribute("tidemark.forced", why));
    return root;
  }

  private void end(CycleTrace cycle, Span root) {
    Instant at = clock.instant();
    Context parent = Context.root().with(root);
    cycle.end(at).forEach((name, stretch) -> part(name, stretch, parent));
    root.end(at);
    trace = Optional.empty();
  }

  private void part(String name, Stretch stretch, Context parent) {
    Span span =
        tracer
            .spanBuilder(name)
            .setParent(parent)
            .setStartTimestamp(stretch.from())
            .setAttribute("tidemark.rows", stretch.rows())
            .setAttribute("tidemark.bytes", stretch.bytes())
            .setAttribute("tidemark.requests", stretch.requests())
            .startSpan();
    if (stretch.failed()) {
      span.setStatus(StatusCode.ERROR);
    }
    span.end(stretch.to());
  }
}
