package dev.tidemark.app.telemetry;

import dev.tidemark.core.event.Event;
import dev.tidemark.core.event.Listener;
import dev.tidemark.core.feed.FeedEvent;
import org.slf4j.Logger;

/** Writes to the log what becomes of the change feed. Safe for use by many threads. */
final class FeedLog implements Listener {

  private final Logger log;
  private final Reactions reactions = new Reactions();

  FeedLog(Logger log) {
    this.log = log;
    reactions
        .when(FeedEvent.FeedPruned.class, this::pruned)
        .when(FeedEvent.FollowerCutLoose.class, this::cutLoose);
  }

  @Override
  public void on(Event event) {
    reactions.to(event);
  }

  private void pruned(FeedEvent.FeedPruned event) {
    log.atInfo()
        .addKeyValue("up_to", event.upTo().value())
        .addKeyValue("outdated", event.outdated())
        .log("old changes forgotten");
  }

  private void cutLoose(FeedEvent.FollowerCutLoose event) {
    log.atWarn()
        .addKeyValue("follower", event.follower().name())
        .addKeyValue("position", event.follower().position().value())
        .addKeyValue("behind", event.behind())
        .log("follower is too far behind, the feed does not wait for it any longer");
  }
}
