package dev.tidemark.app.report;

import dev.tidemark.app.text.Amounts;
import dev.tidemark.app.text.Json;
import dev.tidemark.core.event.Event;
import dev.tidemark.core.event.Listener;
import dev.tidemark.core.sync.SyncEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Hears what became of the rows that lists lacked. For one thread. */
public final class Sweeps implements Listener {

  private final List<SyncEvent.Swept> swept = new ArrayList<>();
  private final List<String> refused = new ArrayList<>();

  @Override
  public void on(Event event) {
    if (event instanceof SyncEvent.Swept each) {
      swept.add(each);
    } else if (event instanceof SyncEvent.SweepRefused each) {
      refused.add(each.type().name());
    }
  }

  /** Empty when no list lacked a row. */
  Optional<String> line() {
    if (swept.isEmpty()) {
      return Optional.empty();
    }
    long missing = sum(SyncEvent.Swept::missing);
    long asked = sum(SyncEvent.Swept::asked);
    return Optional.of(
        "swept %s that the lists lack: %s asked for, %s vanished%s"
            .formatted(
                Amounts.count(missing, "row", "rows"),
                Amounts.count(asked),
                Amounts.count(sum(SyncEvent.Swept::vanished)),
                asked < missing ? "; the others wait for the next full cycle" : ""));
  }

  Map<String, @Nullable Object> json() {
    return Json.object(
        "missing", sum(SyncEvent.Swept::missing),
        "asked", sum(SyncEvent.Swept::asked),
        "vanished", sum(SyncEvent.Swept::vanished),
        "refused", List.copyOf(refused));
  }

  private long sum(ToLongFunction<SyncEvent.Swept> number) {
    return swept.stream().mapToLong(number).sum();
  }
}
