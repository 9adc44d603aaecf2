package dev.tidemark.testkit.fake;

import dev.tidemark.core.rollup.Changes;
import dev.tidemark.core.rollup.RollupCell;
import dev.tidemark.core.rollup.RollupPlan;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.RowKey;
import dev.tidemark.testkit.model.CellKey;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the triggers of one rollup do when a row of some type is written: the events are compared as
 * they were before with what they are now.
 */
final class RollupCapture {

  private final KeptRollup kept;
  private final RollupContents contents;
  private final EntityType written;
  private final RowKey key;
  private final Map<RowKey, Seen> before;

  RollupCapture(KeptRollup kept, RollupContents contents, EntityType written, RowKey key) {
    this.kept = kept;
    this.contents = contents;
    this.written = written;
    this.key = key;
    this.before = isFired() ? seen() : Map.of();
  }

  /** An event, its cell, what it brings into it, and what it would be alone. */
  private record Seen(
      Row event,
      Optional<CellKey> cell,
      List<@Nullable Object> values,
      Optional<RollupCell> alone) {}

  private boolean isFired() {
    return isOfSource() && kept.hasSourceTrigger || isJoined() && kept.hasJoinedTrigger;
  }

  private boolean isOfSource() {
    return written.name().equals(kept.plan.source().name());
  }

  private boolean isJoined() {
    return kept.plan.joins().stream().anyMatch(join -> join.target().name().equals(written.name()));
  }

  private Map<RowKey, Seen> seen() {
    RollupEvents events = new RollupEvents(kept.plan, contents);
    Map<RowKey, Seen> seen = new LinkedHashMap<>();
    if (isJoined()) {
      events.all().forEach(event -> seen.put(event.key(), seen(events, event)));
    } else {
      contents.find(written, key).ifPresent(event -> seen.put(event.key(), seen(events, event)));
    }
    return seen;
  }

  private Seen seen(RollupEvents events, Row event) {
    return new Seen(
        event,
        events.oracle().cellOf(event),
        events.oracle().valuesOf(event),
        kept.plan.definition().archives()
            ? events.oracle().cells(List.of(event)).stream().findFirst()
            : Optional.empty());
  }

  /** Notes what the write has changed. */
  void after(Instant now) {
    if (!isFired()) {
      return;
    }
    Map<RowKey, Seen> after = seen();
    before.forEach(
        (event, was) -> {
          Seen is = after.get(event);
          if (is == null) {
            removed(was, now);
          } else if (isOther(was, is)) {
            note(was, now);
            note(is, now);
          }
        });
    if (isCaptured()) {
      after.forEach(
          (event, is) -> {
            if (!before.containsKey(event)) {
              note(is, now);
            }
          });
    }
  }

  private void removed(Seen was, Instant now) {
    if (!kept.plan.definition().archives()) {
      note(was, now);
      return;
    }
    was.alone().ifPresent(kept::archive);
    if (!isCaptured() && isUnread(was.event())) {
      note(was, now);
    }
  }

  private boolean isUnread(Row event) {
    return kept.watermark.sequence().isEmpty()
        || new RollupEvents(kept.plan, contents).sequence(event)
            > kept.watermark.sequence().getAsLong();
  }

  private boolean isOther(Seen was, Seen is) {
    Set<String> fields =
        isCaptured() ? kept.plan.fieldsOf(RollupPlan.SOURCE) : kept.plan.placing(RollupPlan.SOURCE);
    boolean isRewritten =
        fields.stream()
            .anyMatch(name -> !Objects.equals(was.event().value(name), is.event().value(name)));
    boolean isElsewhere = !was.cell().equals(is.cell());
    boolean isReadOtherwise = was.event().equals(is.event()) && !was.values().equals(is.values());
    return isRewritten || isElsewhere || isReadOtherwise;
  }

  private boolean isCaptured() {
    return kept.plan.definition().changes() instanceof Changes.Captured;
  }

  private void note(Seen event, Instant now) {
    event.cell().ifPresent(cell -> kept.note(cell, now));
  }
}
