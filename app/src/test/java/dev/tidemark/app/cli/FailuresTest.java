package dev.tidemark.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.core.AlreadyRunningException;
import dev.tidemark.core.BadAnswerException;
import dev.tidemark.core.BudgetSpentException;
import dev.tidemark.core.CancelledException;
import dev.tidemark.core.ConflictException;
import dev.tidemark.core.FencedException;
import dev.tidemark.core.IncompatibleReplicaException;
import dev.tidemark.core.InvalidConfigurationException;
import dev.tidemark.core.InvalidSchemaException;
import dev.tidemark.core.MirrorSetupException;
import dev.tidemark.core.MirrorUnavailableException;
import dev.tidemark.core.NotFoundException;
import dev.tidemark.core.OriginLoopException;
import dev.tidemark.core.OriginUnavailableException;
import dev.tidemark.core.OriginUnavailableException.Arrival;
import dev.tidemark.core.OutOfMemoryGuardException;
import dev.tidemark.core.RateLimitedException;
import dev.tidemark.core.RefusedException;
import dev.tidemark.core.RepairRefusedException;
import dev.tidemark.core.RollupIncompleteException;
import dev.tidemark.core.RowsRejectedException;
import dev.tidemark.core.StorageException;
import dev.tidemark.core.TargetUnavailableException;
import dev.tidemark.core.TidemarkException;
import dev.tidemark.core.TimedOutException;
import dev.tidemark.core.UnauthenticatedException;
import dev.tidemark.core.UnflushedException;
import dev.tidemark.core.UpstreamUnavailableException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class FailuresTest {

  private static final Map<Throwable, Integer> CODES =
      Map.ofEntries(
          Map.entry(new AlreadyRunningException("x"), 1),
          Map.entry(new BadAnswerException("x", true), 1),
          Map.entry(new BudgetSpentException("x", Instant.EPOCH), 3),
          Map.entry(new CancelledException("x"), 130),
          Map.entry(new ConflictException("x"), 1),
          Map.entry(new FencedException("x"), 1),
          Map.entry(new MirrorSetupException("x", null), 1),
          Map.entry(new RollupIncompleteException("x"), 1),
          Map.entry(new MirrorUnavailableException("x", null), 1),
          Map.entry(new NotFoundException("x"), 1),
          Map.entry(new RepairRefusedException("x"), 1),
          Map.entry(new UnflushedException("x", Map.of(), new StorageException("y", false)), 1),
          Map.entry(new IncompatibleReplicaException("x"), 1),
          Map.entry(new InvalidConfigurationException("x", List.of("y")), 2),
          Map.entry(new InvalidSchemaException("x", List.of("y")), 2),
          Map.entry(new OutOfMemoryGuardException("x"), 1),
          Map.entry(new RateLimitedException("x", Instant.EPOCH), 3),
          Map.entry(new TimedOutException("x", new CancelledException("x")), 1),
          Map.entry(new RefusedException("x"), 1),
          Map.entry(new RowsRejectedException("x", null), 1),
          Map.entry(new StorageException("x", false), 1),
          Map.entry(new OriginLoopException("x"), 1),
          Map.entry(new OriginUnavailableException("x", Arrival.UNKNOWN, false, null), 1),
          Map.entry(new TargetUnavailableException("x", null), 1),
          Map.entry(new UnauthenticatedException("x"), 1),
          Map.entry(new UpstreamUnavailableException("x"), 1),
          Map.entry(new IllegalStateException("a bug"), 1),
          Map.entry(new InterruptedException(), 130));

  @Test
  void exitCode_everyKindOfFailure_isMapped() {
    assertThat(CODES.keySet().stream().map(each -> each.getClass().getName()))
        .containsAll(kinds(TidemarkException.class).map(Class::getName).toList());
    CODES.forEach(
        (failure, code) ->
            assertThat(Failures.exitCode(failure)).as(failure.toString()).isEqualTo(code));
  }

  /** The final classes of a sealed family. */
  private static Stream<Class<?>> kinds(Class<?> family) {
    return family.isSealed()
        ? Stream.of(family.getPermittedSubclasses()).flatMap(FailuresTest::kinds)
        : Stream.of(family);
  }
}
