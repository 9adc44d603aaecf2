package dev.tidemark.app.state;

import dev.tidemark.core.job.JobTypes;
import dev.tidemark.core.mirror.MirrorTypes;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.settings.SettingsDocument;
import dev.tidemark.core.snapshot.SnapshotTypes;
import dev.tidemark.core.state.StateSchema;
import dev.tidemark.core.sync.SyncState;
import java.util.ArrayList;
import java.util.List;

/** All that is kept, in both tiers. */
public final class ApplicationState {

  /** Counts of clients and endpoints that are in memory at most; there is one for each pair. */
  private static final long USAGE_IN_MEMORY = 10_000;

  /** More than one minute has of clients, endpoints and ways to answer. */
  private static final long MINUTES_IN_MEMORY = 10_000;

  private static final StateSchema SCHEMA = made();

  private ApplicationState() {}

  public static StateSchema schema() {
    return SCHEMA;
  }

  private static StateSchema made() {
    List<EntityType> strong = new ArrayList<>(SettingsDocument.types());
    strong.add(ApiTokens.TYPE);
    strong.addAll(MirrorTypes.strongTypes());
    strong.addAll(JobTypes.strongTypes());
    strong.addAll(SnapshotTypes.strongTypes());
    List<EntityType> weak = new ArrayList<>(MirrorTypes.weakTypes());
    weak.addAll(SnapshotTypes.weakTypes());
    weak.add(ApiUsage.TYPE);
    weak.add(ApiMinutes.TYPE);
    return SyncState.with(strong, weak)
        .bounded(ApiUsage.TYPE.name(), USAGE_IN_MEMORY)
        .bounded(ApiMinutes.TYPE.name(), MINUTES_IN_MEMORY);
  }
}
