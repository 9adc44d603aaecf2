package dev.tidemark.app;

import dev.tidemark.adapter.sqlite.SqliteStateConfig;
import dev.tidemark.adapter.sqlite.SqliteStateModule;
import dev.tidemark.app.state.ApplicationState;
import dev.tidemark.assembly.AmbientModule;
import dev.tidemark.assembly.Application;
import dev.tidemark.assembly.StateModule;
import dev.tidemark.core.event.Listener;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.state.Codec;
import dev.tidemark.core.state.StateEngine;
import dev.tidemark.core.state.StateSchema;
import dev.tidemark.core.state.StateTerms;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The application's state in real files. */
public record StateFiles(Path directory, Clock clock) {

  /** A process that has the weak tier for itself. */
  public Application open() {
    return open(ApplicationState.schema());
  }

  /** The same with another state than the application's, an older one, say. */
  public Application open(StateSchema schema) {
    return Application.start(
        new AmbientModule(clock, Listener.NONE),
        new StateModule(schema),
        new SqliteStateModule(SqliteStateConfig.in(directory)));
  }

  /** What the file has of a weak type, by key: the values of a row with blanks between them. */
  public List<String> weakRows(String name) {
    EntityType type = ApplicationState.schema().weak().type(name);
    List<String> rows = new ArrayList<>();
    try (Application looking =
        Application.start(
            new AmbientModule(clock, Listener.NONE),
            new StateModule(ApplicationState.schema(), StateTerms.defaults().unrepaired()),
            new SqliteStateModule(SqliteStateConfig.in(directory).asReadOnly()))) {
      looking.get(StateEngine.class).weak(Codec.rows(type)).forEach(row -> rows.add(text(row)));
    }
    return rows;
  }

  private static String text(Row row) {
    return row.type().fields().stream()
        .map(field -> String.valueOf(row.value(field.name())))
        .collect(Collectors.joining(" "));
  }
}
