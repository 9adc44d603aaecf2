package dev.tidemark.app.rollup;

import dev.tidemark.app.state.ApiMinutes;
import dev.tidemark.core.rollup.ChangesRollup;
import dev.tidemark.core.rollup.PlacedRollup;
import dev.tidemark.core.rollup.RollupDefinition;
import dev.tidemark.core.rollup.RollupDocument;
import dev.tidemark.core.rollup.RollupPlan;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The rollups that come with the application. */
public final class ShippedRollups {

  /** Name of the store in the weak tier of the state. */
  public static final String STATE = "state";

  /** Names of the stores in files. */
  public static final Set<String> FILES = Set.of(RollupDocument.REPLICA, STATE);

  /** Name of the one that {@link #requests} is. */
  public static final String REQUESTS = "requests";

  private ShippedRollups() {}

  /** All of them. */
  public static List<PlacedRollup> all() {
    return List.of(
        new PlacedRollup(ChangesRollup.plan(), RollupDocument.REPLICA),
        new PlacedRollup(requests(), STATE));
  }

  /** What they are called. */
  public static Set<String> names() {
    return all().stream().map(each -> each.plan().name()).collect(Collectors.toSet());
  }

  /** Requests to the API by hour, endpoint, class of status and client, for good. */
  private static RollupPlan requests() {
    return RollupPlan.of(
        RollupDefinition.named(REQUESTS)
            .of(ApiMinutes.TYPE.name(), "at")
            .archiving()
            .key("endpoint", "endpoint")
            .key("status", "status")
            .key("client", "client")
            .sum("requests", "requests")
            .build(),
        List.of(ApiMinutes.TYPE));
  }
}
