package dev.tidemark.core.job;

import java.util.Comparator;

/** A part of a job's work that is planned by itself; in the order of names. */
record Scope(String job, String scope) implements Comparable<Scope> {

  private static final Comparator<Scope> ORDER =
      Comparator.comparing(Scope::job).thenComparing(Scope::scope);

  static Scope of(JobRun run) {
    return new Scope(run.job(), run.scope());
  }

  @Override
  public int compareTo(Scope other) {
    return ORDER.compare(this, other);
  }
}
