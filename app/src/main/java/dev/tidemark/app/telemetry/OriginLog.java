package dev.tidemark.app.telemetry;

import dev.tidemark.app.text.OneLine;
import dev.tidemark.core.event.Event;
import dev.tidemark.core.event.Listener;
import dev.tidemark.core.origin.OriginEvent;
import dev.tidemark.core.origin.OriginStanding;
import org.slf4j.Logger;

/** Writes to the log when the origin of an edge begins or ceases to answer. */
final class OriginLog implements Listener {

  private final Logger log;
  private final Reactions reactions =
      new Reactions()
          .when(OriginEvent.BecameHealthy.class, event -> healthy(event.standing()))
          .when(OriginEvent.BecameUnhealthy.class, event -> unhealthy(event.standing()));

  OriginLog(Logger log) {
    this.log = log;
  }

  @Override
  public void on(Event event) {
    reactions.to(event);
  }

  private void healthy(OriginStanding standing) {
    log.atInfo().addKeyValue("millis", standing.latencyMillis().orElse(0L)).log("origin answers");
  }

  private void unhealthy(OriginStanding standing) {
    log.atWarn()
        .addKeyValue("reason", OneLine.of(standing.lastError().orElse("")))
        .log("origin does not answer, the edge serves on");
  }
}
