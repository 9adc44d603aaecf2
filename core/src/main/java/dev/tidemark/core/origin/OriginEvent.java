package dev.tidemark.core.origin;

import dev.tidemark.core.event.Event;

/** What is told of the origin. The first check tells one of these, too. */
public sealed interface OriginEvent extends Event {

  /** How things stand behind the check that found it. */
  OriginStanding standing();

  /** The origin answers, and did not at the check before. */
  record BecameHealthy(OriginStanding standing) implements OriginEvent {}

  /** The origin does not answer, or says that it failed, and did answer at the check before. */
  record BecameUnhealthy(OriginStanding standing) implements OriginEvent {}
}
