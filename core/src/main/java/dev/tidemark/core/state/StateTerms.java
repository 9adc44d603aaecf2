package dev.tidemark.core.state;

import java.util.function.Supplier;

/**
 * How the state is kept.
 *
 * @param flush when the weak tier is written; asked at every look
 * @param guard when a repair is not believed
 */
public record StateTerms(Supplier<FlushPolicy> flush, RepairGuard guard) {

  public static StateTerms defaults() {
    return new StateTerms(() -> FlushPolicy.DEFAULTS, RepairGuard.DEFAULTS);
  }
}
