package dev.tidemark.adapter.mysql;

/** What is known of work that was stopped before it was done. */
enum Outcome {
  /** Of one transaction. */
  UNCHANGED("nothing was changed", "it was being committed, and may be done or not"),
  /** Of a comparison, which notes what it finds as it comes. */
  NOTED("what it had found until then may be noted"),
  /** Of triggers, each of which the server drops for good. */
  RETIRED("some may be retired already");

  private final String before;
  private final String committing;

  Outcome(String always) {
    this(always, always);
  }

  Outcome(String before, String committing) {
    this.before = before;
    this.committing = committing;
  }

  /** Of what was stopped before its commit. */
  String before() {
    return before;
  }

  /** Of what was stopped in its commit, whose answer was not waited for. */
  String committing() {
    return committing;
  }
}
