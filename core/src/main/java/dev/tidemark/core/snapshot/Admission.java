package dev.tidemark.core.snapshot;

import dev.tidemark.core.snapshot.SubscriberPolicy.Limits;
import dev.tidemark.core.snapshot.Verdict.Code;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Lets in so much, and no more of it than in its time. Safe for use by many threads. */
final class Admission {

  private static final int MANY_PEERS = 1_000;

  private final Map<String, Peer> peers = new HashMap<>();
  private final Map<Seat, Integer> seats = new HashMap<>();
  private final Limits limits;
  private final Clock clock;

  Admission(Limits limits, Clock clock) {
    this.limits = limits;
    this.clock = clock;
  }

  /** Counts an offer; says why it is one too many, if so. */
  synchronized Optional<Verdict> offered(String peer) {
    Peer known = refilled(peer);
    if (known.offers() < 1) {
      return busy("more than %d offers a minute from %s", limits.offersPerMinute(), peer);
    }
    peers.put(peer, known.spend(1, 0));
    return Optional.empty();
  }

  /** Takes a seat, unless it says why not. */
  synchronized Optional<Verdict> enter(String peer, String snapshot) {
    Seat seat = new Seat(peer, snapshot);
    if (seats.values().stream().mapToInt(Integer::intValue).sum() >= limits.receptions()) {
      return busy("%d snapshots are coming in already", limits.receptions());
    }
    if (seats.getOrDefault(seat, 0) >= limits.perPeer()) {
      return busy("%d of them are coming in from %s already", limits.perPeer(), peer);
    }
    if (refilled(peer).bytes() <= 0) {
      return busy("more than %d bytes an hour from %s", limits.bytesPerHour(), peer);
    }
    seats.merge(seat, 1, Integer::sum);
    return Optional.empty();
  }

  /** Gives a seat back. */
  synchronized void leave(String peer, String snapshot, long bytes) {
    seats.computeIfPresent(
        new Seat(peer, snapshot), (seat, taken) -> taken == 1 ? null : taken - 1);
    peers.put(peer, refilled(peer).spend(0, bytes));
  }

  /** Kept as it is now, so that a clock that is set back is one from now on. */
  private Peer refilled(String peer) {
    Instant now = clock.instant();
    Peer known = peers.get(peer);
    if (known == null) {
      forgetSome(now);
    }
    Peer filled = known == null ? Peer.fresh(limits, now) : known.refill(limits, now);
    peers.put(peer, filled);
    return filled;
  }

  /** Who has spent nothing is as good as new. */
  private void forgetSome(Instant now) {
    if (peers.size() >= MANY_PEERS) {
      peers.values().removeIf(peer -> peer.refill(limits, now).isFull(limits));
    }
  }

  private static Optional<Verdict> busy(String why, Object... parts) {
    return Optional.of(new Verdict(Code.REJECTED_BUSY, why.formatted(parts) + "; try again later"));
  }

  private record Seat(String peer, String snapshot) {}

  /** What a peer may still do as of some time; fractions of an offer count. */
  private record Peer(double offers, double bytes, Instant at) {

    private static final double MINUTE = Duration.ofMinutes(1).toMillis();
    private static final double HOUR = Duration.ofHours(1).toMillis();

    static Peer fresh(Limits limits, Instant now) {
      return new Peer(limits.offersPerMinute(), limits.bytesPerHour(), now);
    }

    Peer refill(Limits limits, Instant now) {
      long passed = Spent.between(at, now).toMillis();
      return new Peer(
          Math.min(limits.offersPerMinute(), offers + limits.offersPerMinute() * (passed / MINUTE)),
          Math.min(limits.bytesPerHour(), bytes + limits.bytesPerHour() * (passed / HOUR)),
          now);
    }

    Peer spend(int someOffers, long someBytes) {
      return new Peer(offers - someOffers, bytes - someBytes, at);
    }

    boolean isFull(Limits limits) {
      return offers >= limits.offersPerMinute() && bytes >= limits.bytesPerHour();
    }
  }
}
