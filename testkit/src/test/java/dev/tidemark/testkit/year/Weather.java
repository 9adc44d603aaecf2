package dev.tidemark.testkit.year;

import dev.tidemark.core.BadAnswerException;
import dev.tidemark.core.CancelledException;
import dev.tidemark.core.RateLimitedException;
import dev.tidemark.core.UpstreamUnavailableException;
import dev.tidemark.core.sync.spi.Fetch;
import dev.tidemark.core.sync.spi.Fetched;
import dev.tidemark.core.sync.spi.RowSink;
import dev.tidemark.core.sync.spi.Upstream;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;

/** How the upstream answers: each request takes a while, and some come to nothing. */
final class Weather {

  private static final Duration SECOND = Duration.ofSeconds(1);

  private final Era era;
  private final Truth truth;
  private final Promises promises;
  private final Runnable inTheMiddle;
  private final Random random = new Random(1);
  private Instant downUntil = Instant.MIN;
  private Instant throttledUntil = Instant.MIN;
  private Instant hangsUntil = Instant.MIN;
  private int toFail;

  /**
   * @param inTheMiddle called in the middle of every request
   */
  Weather(Era era, Truth truth, Promises promises, Runnable inTheMiddle) {
    this.era = era;
    this.truth = truth;
    this.promises = promises;
    this.inTheMiddle = inTheMiddle;
  }

  void down(Duration time) {
    downUntil = era.now().plus(time);
  }

  void throttled(Duration time) {
    throttledUntil = era.now().plus(time);
  }

  /** Bodies trickle, and never end. */
  void hanging(Duration time) {
    hangsUntil = era.now().plus(time);
  }

  void failNext(int requests) {
    toFail = requests;
  }

  void clear() {
    downUntil = Instant.MIN;
    throttledUntil = Instant.MIN;
    hangsUntil = Instant.MIN;
    toFail = 0;
    truth.served.live();
  }

  boolean isBad() {
    return is(downUntil) || is(throttledUntil) || is(hangsUntil);
  }

  private boolean is(Instant until) {
    return era.now().isBefore(until);
  }

  Upstream seenFrom(Node node) {
    return new Upstream() {
      @Override
      public Fetched fetch(Fetch what, RowSink into) {
        promises.asked(node);
        inTheMiddle.run();
        take(1 + random.nextInt(3), node);
        while (is(hangsUntil)) {
          take(60, node);
        }
        failIfDue();
        truth.served.asked();
        return truth.served.fetch(what, into);
      }
    };
  }

  private void take(int seconds, Node node) {
    for (int i = 0; i < seconds; i++) {
      era.pass(SECOND);
      if (!node.isAlive()) {
        throw new Node.Killed();
      }
      if (Thread.currentThread().isInterrupted()) {
        throw new CancelledException("the simulated request was interrupted");
      }
    }
  }

  private void failIfDue() {
    if (is(downUntil)) {
      throw new UpstreamUnavailableException("the simulated upstream is down");
    }
    if (is(throttledUntil)) {
      Instant until = era.byClock().plus(Duration.ofMinutes(1 + random.nextInt(180)));
      promises.told(until);
      throw new RateLimitedException("the simulated upstream has enough", until);
    }
    if (toFail > 0) {
      toFail--;
      promises.spoilt();
      throw new BadAnswerException("the simulated upstream breaks off", true);
    }
  }
}
