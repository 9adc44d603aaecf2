package dev.tidemark.app.report;

import dev.tidemark.app.text.Json;
import dev.tidemark.core.origin.OriginStanding;
import dev.tidemark.core.snapshot.SignedManifest;
import dev.tidemark.core.snapshot.SnapshotVersion;
import dev.tidemark.core.snapshot.SubscriberStatus;
import dev.tidemark.core.snapshot.SubscriberStatus.Judged;
import dev.tidemark.core.snapshot.SubscriberStatus.Standing;
import dev.tidemark.core.snapshot.SubscriberStatus.Underway;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How an edge stands, for machines.
 *
 * @param objections why it is not ready
 */
public record EdgeReport(SubscriberStatus subscriber, List<String> objections) {

  public EdgeReport {
    objections = List.copyOf(objections);
  }

  public Map<String, @Nullable Object> json() {
    Map<String, @Nullable Object> json =
        Json.object("ready", objections.isEmpty(), "reasons", objections);
    List<Object> snapshots = new ArrayList<>();
    new TreeMap<>(subscriber.names()).forEach((name, each) -> snapshots.add(json(name, each)));
    json.put("snapshots", snapshots);
    json.put(
        "refused",
        subscriber.last().stream()
            .filter(each -> !subscriber.names().containsKey(each.snapshot()))
            .map(EdgeReport::json)
            .toList());
    return json;
  }

  private Map<String, @Nullable Object> json(String name, Standing standing) {
    Map<String, @Nullable Object> json =
        Json.object(
            "name", name,
            "version", standing.serving().map(each -> each.manifest().version().toString()),
            "asOf", standing.asOf(),
            "ageSeconds", standing.age().map(Duration::toSeconds),
            "identity", standing.serving().map(each -> each.manifest().identity()),
            "highest", standing.highest().map(SnapshotVersion::toString),
            "confirmedAt", standing.confirmed(),
            "manifest", standing.serving().map((SignedManifest each) -> ManifestReport.json(each)));
    json.put(
        "receiving",
        subscriber.receiving().stream()
            .filter(each -> each.snapshot().equals(name))
            .map(EdgeReport::json)
            .toList());
    json.put(
        "verdicts",
        subscriber.last().stream()
            .filter(each -> each.snapshot().equals(name))
            .map(EdgeReport::json)
            .toList());
    return json;
  }

  private static Map<String, @Nullable Object> json(Underway each) {
    return Json.object(
        "peer", each.peer(),
        "version", each.version().toString(),
        "since", each.since(),
        "size", each.size(),
        "bytes", each.bytes());
  }

  private static Map<String, @Nullable Object> json(Judged each) {
    return Json.object(
        "at", each.at(),
        "peer", each.peer(),
        "snapshot", each.snapshot(),
        "version", each.version().map(SnapshotVersion::toString),
        "verdict", each.verdict().code().name(),
        "text", each.verdict().text(),
        "bytes", each.bytes(),
        "millis", each.took().toMillis());
  }

  public static Map<String, @Nullable Object> json(OriginStanding origin) {
    return Json.object(
        "state", origin.state().name().toLowerCase(Locale.ROOT),
        "reachable", origin.state() == OriginStanding.State.HEALTHY,
        "checkedAt", origin.checkedAt(),
        "latencyMillis", origin.latencyMillis(),
        "checks", origin.checks(),
        "failures", origin.failures(),
        "lastError", origin.lastError());
  }
}
