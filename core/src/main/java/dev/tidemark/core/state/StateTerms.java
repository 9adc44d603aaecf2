package dev.tidemark.core.state;

import java.util.function.Supplier;

/**
 * How the state is kept.
 *
 * @param flush when the weak tier is written; asked at every look
 * @param guard when a repair is not believed
 * @param repairing whether the weak tier is repaired at the opening
 */
public record StateTerms(Supplier<FlushPolicy> flush, RepairGuard guard, boolean repairing) {

  /** Repairs at the opening. */
  public StateTerms(Supplier<FlushPolicy> flush, RepairGuard guard) {
    this(flush, guard, true);
  }

  public static StateTerms defaults() {
    return new StateTerms(() -> FlushPolicy.DEFAULTS, RepairGuard.DEFAULTS);
  }

  /**
   * The same, and the opening leaves the weak tier as it is: for those who only look, for those who
   * come and go while another process has the state, and for who is about to repair it in another
   * way than by the guard.
   */
  public StateTerms unrepaired() {
    return new StateTerms(flush, guard, false);
  }
}
