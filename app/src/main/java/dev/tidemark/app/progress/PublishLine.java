package dev.tidemark.app.progress;

import dev.tidemark.app.text.Amounts;
import dev.tidemark.app.text.OneLine;
import dev.tidemark.core.snapshot.SnapshotEvent;
import dev.tidemark.core.snapshot.spi.Built;
import dev.tidemark.core.snapshot.spi.Delivery;
import java.util.Locale;
import java.util.Optional;

/** What there is to say of an event of publishing, on one line. */
final class PublishLine {

  private PublishLine() {}

  static Optional<String> of(SnapshotEvent event) {
    if (event instanceof SnapshotEvent.BuildEnded ended) {
      return Optional.of(built(ended));
    }
    if (event instanceof SnapshotEvent.BuildFailed failed) {
      return Optional.of("%s: %s".formatted(failed.snapshot(), reason(failed.cause())));
    }
    if (event instanceof SnapshotEvent.PushEnded ended) {
      return Optional.of(pushed(ended, ended.delivery()));
    }
    if (event instanceof SnapshotEvent.PushFailed failed) {
      return Optional.of("%s: %s".formatted(failed.target(), reason(failed.cause())));
    }
    if (event instanceof SnapshotEvent.TargetsUnreadable unreadable) {
      return Optional.of("targets cannot be read: " + reason(unreadable.cause()));
    }
    return event instanceof SnapshotEvent.DeliveryUnknown unknown
        ? Optional.of(
            "%s: how delivery stands cannot be read or written: %s"
                .formatted(unknown.snapshot(), reason(unknown.cause())))
        : Optional.empty();
  }

  private static String built(SnapshotEvent.BuildEnded ended) {
    Built built = ended.built();
    return "%s %s %s %s %s"
        .formatted(
            ended.snapshot(),
            built.manifest().version(),
            built.way() == Built.Way.UNCHANGED ? "unchanged" : "built",
            Amounts.bytes(built.manifest().size()),
            Amounts.time(ended.took()));
  }

  private static String pushed(SnapshotEvent.PushEnded ended, Delivery delivery) {
    return "%s %s to %s %s %s %s  %s"
        .formatted(
            ended.snapshot(),
            ended.version(),
            ended.target(),
            delivery.way().name().toLowerCase(Locale.ROOT),
            Amounts.bytes(delivery.bytes()),
            Amounts.time(ended.took()),
            OneLine.of(delivery.verdict()));
  }

  private static String reason(Throwable cause) {
    return OneLine.of(String.valueOf(cause.getMessage()));
  }
}
