package dev.tidemark.testkit.fake;

import dev.tidemark.core.CancelledException;
import dev.tidemark.core.TargetUnavailableException;
import dev.tidemark.core.snapshot.SnapshotVersion;
import dev.tidemark.core.snapshot.Target;
import dev.tidemark.core.snapshot.Verdict;
import dev.tidemark.core.snapshot.spi.Delivery;
import dev.tidemark.core.snapshot.spi.Delivery.Way;
import dev.tidemark.core.snapshot.spi.Inbox;
import dev.tidemark.core.snapshot.spi.Inbox.Reception;
import dev.tidemark.core.snapshot.spi.Offer;
import dev.tidemark.core.snapshot.spi.SnapshotContent;
import dev.tidemark.testkit.fake.SnapshotHop.Step;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One push through an {@link InMemoryNetwork}. The sender's side is on the thread that calls {@link
 * #run}; the receiver's is behind {@link #ask}, one call at a time.
 */
final class InMemoryPush {

  private final CompletableFuture<Void> end = new CompletableFuture<>();
  private final SerialCalls receiver;
  private final String from;
  private final Target target;
  private final Offer offer;
  private final InMemoryNetwork network;
  private final LongConsumer progress;
  private long sent;

  /** These two are the receiver's. */
  private @Nullable Reception reception;

  private boolean isGone;

  InMemoryPush(
      String from, Target target, Offer offer, InMemoryNetwork network, LongConsumer progress) {
    this.from = from;
    this.target = target;
    this.offer = offer;
    this.network = network;
    this.progress = progress;
    this.receiver = new SerialCalls(network.receivers());
  }

  Delivery run(Duration patience) {
    end.orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS);
    hop(Step.CONNECT);
    InMemoryListening there = network.listener(target.endpoint(), from);
    there.began(this);
    try {
      hop(Step.OFFER);
      return offer(there.inbox());
    } finally {
      there.ended(this);
      end("it is over");
    }
  }

  /** The connection is no more. */
  void end(String why) {
    end.completeExceptionally(unavailable(why, null));
    receiver.call(this::leave);
  }

  private boolean leave() {
    isGone = true;
    if (reception != null) {
      reception.close();
    }
    return true;
  }

  private Delivery offer(Inbox inbox) {
    Optional<Verdict> decided = ask(() -> decide(inbox.offered(offer.manifest(), from)));
    if (decided.isPresent()) {
      return new Delivery(heard(decided.get()), Way.NOTHING, 0);
    }
    Have have = ask(this::have);
    try (SnapshotContent file = offer.open()) {
      Pieces pieces = pieces(have, file);
      Verdict verdict = send(pieces, file).orElseGet(this::complete);
      return new Delivery(heard(verdict), pieces.base().isEmpty() ? Way.WHOLE : Way.DELTA, sent);
    }
  }

  private Optional<Verdict> decide(Inbox.Answer answer) {
    if (answer instanceof Inbox.Answer.Wanted wanted) {
      reception = wanted.reception();
      return Optional.empty();
    }
    return Optional.of(((Inbox.Answer.Decided) answer).verdict());
  }

  private Have have() {
    Reception here = here();
    return new Have(here.length(), here.base(), here.baseHash());
  }

  /** The difference, if that is less than what is missing. */
  private Pieces pieces(Have have, SnapshotContent file) {
    Pieces whole = Pieces.from(have.length(), file);
    return have.base()
        .filter(base -> target.strategy() != Target.Strategy.DBSYNC)
        .flatMap(base -> have.baseHash().flatMap(hash -> delta(base, hash, file)))
        .filter(delta -> delta.bytes() < whole.bytes())
        .orElse(whole);
  }

  private Optional<Pieces> delta(SnapshotVersion base, String hash, SnapshotContent file) {
    Optional<SnapshotContent> mine = offer.open(base, hash);
    if (mine.isEmpty()) {
      return Optional.empty();
    }
    try (SnapshotContent older = mine.get()) {
      return Optional.of(Pieces.over(base, older, file));
    }
  }

  private Optional<Verdict> send(Pieces pieces, SnapshotContent file) {
    Optional<Verdict> rejection = pieces.base().flatMap(base -> ask(() -> here().begin(base)));
    Iterator<Pieces.Piece> left = pieces.all().iterator();
    while (rejection.isEmpty() && left.hasNext()) {
      Pieces.Piece piece = left.next();
      hop(Step.DATA);
      ByteBuffer bytes = piece.read(file);
      rejection = ask(() -> here().write(bytes, piece.at()));
      sent += piece.length();
      progress.accept(sent);
    }
    return rejection;
  }

  private Verdict complete() {
    hop(Step.END);
    return ask(() -> here().complete());
  }

  private Verdict heard(Verdict verdict) {
    hop(Step.VERDICT);
    return verdict;
  }

  private void hop(Step step) {
    await(network.hop(new SnapshotHop(from, target.endpoint(), step, sent)));
  }

  /** Lets the receiver do this, and waits for it. */
  private <T> T ask(Supplier<T> work) {
    return await(receiver.call(work));
  }

  private Reception here() {
    if (isGone || reception == null) {
      throw new IllegalStateException("the receiver has left");
    }
    return reception;
  }

  private <T> T await(CompletableFuture<T> answer) {
    try {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      CompletableFuture.anyOf(end, answer).get();
      return answer.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancelledException("push to " + target.endpoint() + ": interrupted", e);
    } catch (ExecutionException e) {
      boolean isLate = e.getCause() instanceof TimeoutException;
      throw unavailable(
          isLate ? "no verdict in time" : String.valueOf(e.getCause().getMessage()), e.getCause());
    }
  }

  private TargetUnavailableException unavailable(String why, @Nullable Throwable cause) {
    return new TargetUnavailableException(
        "push %s to %s at %s: %s"
            .formatted(target.snapshot(), target.name(), target.endpoint(), why),
        cause);
  }

  /** What the receiver has of it. */
  private record Have(long length, Optional<SnapshotVersion> base, Optional<String> baseHash) {}
}
