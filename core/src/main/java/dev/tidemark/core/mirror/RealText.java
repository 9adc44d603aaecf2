package dev.tidemark.core.mirror;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;

/**
 * The text of a double as MySQL and MariaDB have it: the fewest digits that still mean this double,
 * as a plain number where its point is near, else with an exponent. {@code 52.37}, {@code 0.00001},
 * {@code 1e15}.
 *
 * <p>Their source is the function {@code my_gcvt} of both servers, which prints what the shortest
 * mode of David Gay's {@code dtoa} gives.
 */
final class RealText {

  /** Where the point may be, counted from the first digit, for a plain number. */
  private static final int LOWEST_POINT = -14;

  private static final int HIGHEST_POINT = 15;

  /** No two numbers of so few digits mean the same double. */
  private static final int ALWAYS_TOLD_APART = 15;

  private static final int ENOUGH_FOR_ANY = 17;

  private static final List<RoundingMode> EITHER_SIDE =
      List.of(RoundingMode.HALF_EVEN, RoundingMode.DOWN, RoundingMode.UP);

  private RealText() {}

  /** Both zeros are {@code 0}. */
  static String of(double value) {
    if (value == 0) {
      return "0";
    }
    BigDecimal shortest = shortest(value).stripTrailingZeros();
    String digits = shortest.unscaledValue().abs().toString();
    int point = digits.length() - shortest.scale();
    return (value < 0 ? "-" : "") + layout(digits, point);
  }

  private static String layout(String digits, int point) {
    boolean far = point > HIGHEST_POINT && digits.length() <= point;
    if (far || point < LOWEST_POINT) {
      return withPoint(digits, 1) + "e" + (point - 1);
    }
    return point <= 0 ? "0." + "0".repeat(-point) + digits : withPoint(digits, point);
  }

  private static String withPoint(String digits, int point) {
    return digits.length() <= point
        ? digits + "0".repeat(point - digits.length())
        : digits.substring(0, point) + "." + digits.substring(point);
  }

  /**
   * Java's own text may have a digit more than needed before Java 19, and where doubles are rare.
   */
  private static BigDecimal shortest(double value) {
    BigDecimal javas = new BigDecimal(Double.toString(value)).stripTrailingZeros();
    return javas.precision() <= ALWAYS_TOLD_APART && Math.abs(value) >= Double.MIN_NORMAL
        ? javas
        : searched(value);
  }

  private static BigDecimal searched(double value) {
    BigDecimal exact = new BigDecimal(value);
    for (int digits = 1; digits < ENOUGH_FOR_ANY; digits++) {
      for (RoundingMode side : EITHER_SIDE) {
        BigDecimal candidate = exact.round(new MathContext(digits, side));
        if (candidate.doubleValue() == value) {
          return candidate;
        }
      }
    }
    return exact.round(new MathContext(ENOUGH_FOR_ANY, RoundingMode.HALF_EVEN));
  }
}
