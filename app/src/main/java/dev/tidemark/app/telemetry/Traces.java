package dev.tidemark.app.telemetry;

import dev.tidemark.core.InvalidConfigurationException;
import dev.tidemark.core.event.Listener;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * Spans of cycles, sent where the standard {@code OTEL_*} variables say; off, and free, when they
 * say nothing. Safe for use by many threads.
 */
public final class Traces implements AutoCloseable {

  private static final int PATIENCE_SECONDS = 5;
  private static final String EXPORTER = "OTEL_TRACES_EXPORTER";
  private static final List<String> ENDPOINTS =
      List.of("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT");

  /** What the standard leaves open; the protocol is the one that needs no library of its own. */
  private static final Map<String, String> DEFAULTS =
      Map.of("otel.service.name", "tidemark", "otel.exporter.otlp.protocol", "http/protobuf");

  /** Meters and log lines have ways of their own. */
  private static final Map<String, String> SPANS_ONLY =
      Map.of("otel.metrics.exporter", "none", "otel.logs.exporter", "none");

  private final Listener listener;
  private final Runnable closing;

  private Traces(Listener listener, Runnable closing) {
    this.listener = listener;
    this.closing = closing;
  }

  /**
   * @throws InvalidConfigurationException if the variables ask for what cannot be done
   */
  public static Traces by(Map<String, String> environment, Clock clock) {
    return isOn(environment) ? start(environment, clock) : new Traces(Listener.NONE, () -> {});
  }

  public Listener listener() {
    return listener;
  }

  /** Sends the spans that still wait, for five seconds at most. */
  @Override
  public void close() {
    closing.run();
  }

  private static boolean isOn(Map<String, String> environment) {
    String exporter = environment.getOrDefault(EXPORTER, "").trim();
    return !exporter.equals("none")
        && (!exporter.isEmpty()
            || ENDPOINTS.stream().anyMatch(name -> !environment.getOrDefault(name, "").isBlank()));
  }

  private static Traces start(Map<String, String> environment, Clock clock) {
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
    OpenTelemetrySdk sdk = sdk(environment);
    return new Traces(
        new SyncSpans(sdk.getTracer("dev.tidemark"), clock),
        () -> sdk.shutdown().join(PATIENCE_SECONDS, TimeUnit.SECONDS));
  }

  private static OpenTelemetrySdk sdk(Map<String, String> environment) {
    try {
      return AutoConfiguredOpenTelemetrySdk.builder()
          .disableShutdownHook()
          .addPropertiesSupplier(() -> properties(environment))
          .addPropertiesCustomizer(all -> SPANS_ONLY)
          .build()
          .getOpenTelemetrySdk();
    } catch (RuntimeException refused) {
      InvalidConfigurationException failure =
          new InvalidConfigurationException(
              "OTEL_ variables", List.of(String.valueOf(first(refused).getMessage())));
      failure.addSuppressed(refused);
      throw failure;
    }
  }

  /** What others were thrown for. */
  private static Throwable first(Throwable failure) {
    return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
        .reduce(failure, (outer, cause) -> cause);
  }

  private static Map<String, String> properties(Map<String, String> environment) {
    Map<String, String> properties = new HashMap<>(DEFAULTS);
    environment.forEach(
        (name, value) -> {
          if (name.startsWith("OTEL_") && !value.isBlank()) {
            properties.put(name.toLowerCase(Locale.ROOT).replace('_', '.'), value);
          }
        });
    return properties;
  }
}
