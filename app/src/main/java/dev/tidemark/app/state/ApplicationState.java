package dev.tidemark.app.state;

import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Schema;
import dev.tidemark.core.settings.SettingsDocument;
import dev.tidemark.core.state.StateSchema;
import java.util.ArrayList;
import java.util.List;

/** All that is kept, in both tiers. */
public final class ApplicationState {

  /** Counts of clients and endpoints that are in memory at most; there is one for each pair. */
  private static final long USAGE_IN_MEMORY = 10_000;

  private static final StateSchema SCHEMA = made();

  private ApplicationState() {}

  public static StateSchema schema() {
    return SCHEMA;
  }

  private static StateSchema made() {
    List<EntityType> types = new ArrayList<>(SettingsDocument.types());
    types.add(ApiTokens.TYPE);
    Schema strong = Schema.of("tidemark_strong", types.toArray(EntityType[]::new));
    Schema weak = strong.below("tidemark_weak", ApiUsage.TYPE);
    return StateSchema.of(strong, weak).bounded(ApiUsage.TYPE.name(), USAGE_IN_MEMORY);
  }
}
