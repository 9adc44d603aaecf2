package dev.tidemark.core.job;

import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Precision;
import java.util.List;

/** What jobs keep in the state of an application: their runs, seen by every process. */
public final class JobTypes {

  static final EntityType RUN =
      EntityType.named("job_run")
          .key("job", "scope", "plan")
          .text("job", "scope", "plan", "status")
          .integer("attempt")
          .text("runner")
          .instant("started_at", Precision.MILLIS)
          .instant("alive_until", Precision.MILLIS)
          .instant("ended_at", Precision.MILLIS)
          .instant("next_try", Precision.MILLIS)
          .integer("rows")
          .text("notes", "code", "message")
          .nullable("ended_at", "next_try", "code", "message")
          .build();

  private JobTypes() {}

  /** What belongs into the strong tier of an application with jobs. */
  public static List<EntityType> strongTypes() {
    return List.of(RUN);
  }
}
