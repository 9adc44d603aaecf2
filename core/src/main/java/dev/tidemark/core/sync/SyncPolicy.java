package dev.tidemark.core.sync;

import java.time.Duration;
import java.util.Optional;

/**
 * Limits of a cycle.
 *
 * @param fullInterval after which a full cycle is forced, from the last one that succeeded; zero
 *     for never
 * @param timeout after which a cycle is stopped; zero for never
 * @param atomicity what of a cycle is in the replica when a part of it fails
 * @param history whether the first full cycle also reads every tombstone there ever was
 * @param requestsPerHour requests sent in any hour; 0 for no limit
 * @param retention how long rows that are not live any more are kept; empty for ever
 * @param clockTolerance how far ahead of this clock a version may be and still be believed
 * @param parents limits of asking for missing parents
 * @param sweep limits of asking for rows that are gone
 * @param guards what stops a cycle before it does harm
 */
public record SyncPolicy(
    Duration fullInterval,
    Duration timeout,
    Atomicity atomicity,
    boolean history,
    int requestsPerHour,
    Optional<Duration> retention,
    Duration clockTolerance,
    Asking parents,
    Sweep sweep,
    Guards guards) {

  public SyncPolicy {
    notNegative(fullInterval, "full interval");
    notNegative(timeout, "timeout");
    notNegative(clockTolerance, "clock tolerance");
    retention.ifPresent(each -> notNegative(each, "retention"));
    if (requestsPerHour < 0) {
      throw new IllegalArgumentException(
          "expected 0 or more requests per hour, found " + requestsPerHour);
    }
  }

  private static void notNegative(Duration duration, String what) {
    if (duration.isNegative()) {
      throw new IllegalArgumentException("expected a " + what + " of 0 or more, found " + duration);
    }
  }

  /**
   * A full cycle every 24 hours, half an hour for each, all of it or nothing, no limit of requests,
   * tombstones kept; 20 requests of 100 keys within 5 minutes for parents, and as many for rows
   * that are gone.
   */
  public static SyncPolicy defaults() {
    return builder().build();
  }

  public static Builder builder() {
    return new Builder();
  }

  /** What of a cycle is in the replica when a part of it fails. */
  public enum Atomicity {
    /** Nothing. */
    CYCLE,
    /** The types that were read, without those whose parents were not. */
    PER_TYPE
  }

  /**
   * Limits of asking for rows by key in one cycle.
   *
   * @param batch keys in one request
   * @param requests at most; 0 turns it off
   * @param time after which no further request begins
   */
  public record Asking(int batch, int requests, Duration time) {

    /** 20 requests for 100 keys each, within 5 minutes. */
    public static final Asking DEFAULTS = new Asking(100, 20, Duration.ofMinutes(5));

    public Asking {
      if (batch < 1 || requests < 0) {
        throw new IllegalArgumentException(
            "expected a batch of 1 or more and 0 or more requests, found %d and %d"
                .formatted(batch, requests));
      }
    }

    public Asking withRequests(int atMost) {
      return new Asking(batch, atMost, time);
    }

    /** The same batches, for as many keys as there are; still off if it was. */
    Asking withoutLimits() {
      return requests == 0
          ? this
          : new Asking(batch, Integer.MAX_VALUE / batch, Duration.ofDays(1));
    }
  }

  /**
   * Limits of the sweep of a full cycle, for each type. A type is left as it is when either is
   * passed.
   *
   * @param asking its requests
   * @param rows most rows that may be missing in the list and still be asked for
   * @param share most of the live rows that may be marked as vanished in one cycle, from 0 to 1;
   *     {@value #ALWAYS} rows always may
   */
  public record Sweep(Asking asking, long rows, double share) {

    static final int ALWAYS = 10;

    /** At most 2,000 rows, and at most 5 % of a type. */
    public static final Sweep DEFAULTS = new Sweep(Asking.DEFAULTS, 2_000, 0.05);

    public Sweep {
      checkShare("sweep share", share);
    }

    boolean allows(long vanished, long live) {
      return vanished <= Math.max(ALWAYS, share * live);
    }
  }

  /**
   * What stops a cycle before it does harm, and what is told at its end.
   *
   * @param heapLimit bytes of live heap above which nothing is applied; 0 for no limit
   * @param heapWarning bytes of heap above which a cycle's peak is told; 0 for never
   * @param residentWarning bytes above which the process's peak is told; 0 for never
   * @param listShare a list with less than this share of the stored live rows is not believed, from
   *     0 to 1; lists for fewer than {@value #SMALL} stored rows always are
   * @param undecodableShare an answer with more than this share of rows that cannot be decoded is
   *     not used, from 0 to 1; {@value #SMALL} of them always may be there
   */
  public record Guards(
      long heapLimit,
      long heapWarning,
      long residentWarning,
      double listShare,
      double undecodableShare) {

    static final int SMALL = 10;
    private static final long MEGABYTE = 1024 * 1024;

    /** 400 MB for the heap, 512 MB for the process, half of a list, a tenth of an answer. */
    public static final Guards DEFAULTS =
        new Guards(400 * MEGABYTE, 400 * MEGABYTE, 512 * MEGABYTE, 0.5, 0.1);

    public Guards {
      checkShare("list share", listShare);
      checkShare("undecodable share", undecodableShare);
    }

    boolean believes(long listed, long live) {
      return live < SMALL || listed >= listShare * live;
    }

    boolean decodesEnough(long undecodable, long rows) {
      return undecodable <= Math.max(SMALL, undecodableShare * rows);
    }
  }

  private static void checkShare(String what, double share) {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException("expected a " + what + " between 0 and 1, found " + share);
    }
  }

  /** Starts from the defaults. Not safe for use by many threads. */
  public static final class Builder {

    private Duration fullInterval = Duration.ofHours(24);
    private Duration timeout = Duration.ofMinutes(30);
    private Atomicity atomicity = Atomicity.CYCLE;
    private boolean history;
    private int requestsPerHour;
    private Optional<Duration> retention = Optional.empty();
    private Duration clockTolerance = Duration.ofDays(1);
    private Asking parents = Asking.DEFAULTS;
    private Sweep sweep = Sweep.DEFAULTS;
    private Guards guards = Guards.DEFAULTS;

    private Builder() {}

    public Builder fullInterval(Duration interval) {
      fullInterval = interval;
      return this;
    }

    public Builder timeout(Duration limit) {
      timeout = limit;
      return this;
    }

    public Builder atomicity(Atomicity choice) {
      atomicity = choice;
      return this;
    }

    public Builder history(boolean wanted) {
      history = wanted;
      return this;
    }

    public Builder requestsPerHour(int limit) {
      requestsPerHour = limit;
      return this;
    }

    public Builder retention(Duration kept) {
      retention = Optional.of(kept);
      return this;
    }

    public Builder clockTolerance(Duration ahead) {
      clockTolerance = ahead;
      return this;
    }

    public Builder parents(Asking limits) {
      parents = limits;
      return this;
    }

    public Builder sweep(Sweep limits) {
      sweep = limits;
      return this;
    }

    public Builder guards(Guards limits) {
      guards = limits;
      return this;
    }

    public SyncPolicy build() {
      return new SyncPolicy(
          fullInterval,
          timeout,
          atomicity,
          history,
          requestsPerHour,
          retention,
          clockTolerance,
          parents,
          sweep,
          guards);
    }
  }
}
