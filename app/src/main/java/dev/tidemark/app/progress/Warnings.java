package dev.tidemark.app.progress;

import dev.tidemark.app.text.Amounts;
import dev.tidemark.core.event.Event;
import dev.tidemark.core.event.Listener;
import dev.tidemark.core.sync.SyncEvent;
import java.io.PrintWriter;
import java.util.TreeSet;

/** Says what a cycle came across and a person should know. */
public final class Warnings implements Listener {

  private final PrintWriter err;

  public Warnings(PrintWriter err) {
    this.err = err;
  }

  @Override
  public void on(Event event) {
    if (event instanceof SyncEvent.UnknownFields unknown) {
      print(
          "%s has fields that the schema lacks, kept in _extra: %s"
              .formatted(unknown.type(), String.join(", ", new TreeSet<>(unknown.names()))));
    } else if (event instanceof SyncEvent.FutureVersions future) {
      print(
          "%s: %s with a version that cannot be true yet, up to %s; stored, but followed no further"
              .formatted(
                  future.type(), Amounts.count(future.rows(), "row", "rows"), future.newest()));
    } else if (event instanceof SyncEvent.ParentsGivenUp givenUp) {
      print(
          "%s of type %s could not be fetched; rows that need them wait"
              .formatted(Amounts.count(givenUp.keys(), "parent", "parents"), givenUp.type()));
    }
  }

  private void print(String warning) {
    err.println("warning: " + warning);
    err.flush();
  }
}
