package dev.landfall.core.latency;

/**
 * The two functions of probability that the JDK does not have. {@code StrictMath} throughout: the
 * same figures on every machine.
 */
final class Probability {
  private static final double TINY = 1e-300;
  private static final double CLOSE = 1e-15;
  private static final int MOST_STEPS = 100_000;

  // Lanczos approximation, g = 7, n = 9: relative error below 1e-14
  private static final double[] LANCZOS = {
    0.9999999999998099,
    676.5203681218851,
    -1259.1392167224028,
    771.3234287776531,
    -176.6150291621406,
    12.507343278686905,
    -0.13857109526572012,
    9.984369578019572e-6,
    1.5056327351493116e-7
  };

  private Probability() {}

  /** The regularised incomplete beta function: P(at least a of a + b - 1 draws), each with x. */
  static double beta(double x, double a, double b) {
    if (x <= 0) {
      return 0;
    }
    if (x >= 1) {
      return 1;
    }
    double front =
        StrictMath.exp(
            logGamma(a + b)
                - logGamma(a)
                - logGamma(b)
                + a * StrictMath.log(x)
                + b * StrictMath.log1p(-x));
    return x < (a + 1) / (a + b + 2)
        ? front * fraction(x, a, b) / a
        : 1 - front * fraction(1 - x, b, a) / b;
  }

  /** The continued fraction of the incomplete beta function, by Lentz's method (DLMF 8.17.22). */
  private static double fraction(double x, double a, double b) {
    double c = 1;
    double d = 1 / away(1 - (a + b) * x / (a + 1));
    double h = d;
    for (int m = 1; m <= MOST_STEPS; m++) {
      double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
      d = 1 / away(1 + even * d);
      c = away(1 + even / c);
      h *= d * c;
      double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
      d = 1 / away(1 + odd * d);
      c = away(1 + odd / c);
      double step = d * c;
      h *= step;
      if (Math.abs(step - 1) < CLOSE) {
        return h;
      }
    }
    throw new IllegalStateException("no end for beta(%s, %s, %s)".formatted(x, a, b));
  }

  private static double away(double value) {
    return Math.abs(value) < TINY ? TINY : value;
  }

  static double logGamma(double x) {
    double sum = LANCZOS[0];
    for (int i = 1; i < LANCZOS.length; i++) {
      sum += LANCZOS[i] / (x + i - 1);
    }
    double t = x + 6.5;
    return 0.5 * StrictMath.log(2 * Math.PI)
        + (x - 0.5) * StrictMath.log(t)
        - t
        + StrictMath.log(sum);
  }

  /**
   * The probability that a standard normal value is at least so far from zero, either way. By the
   * Chebyshev fit of erfc in Numerical Recipes, section 6.2: relative error below 1.2e-7.
   */
  static double twoSided(double z) {
    double x = Math.abs(z) / StrictMath.sqrt(2);
    double t = 1 / (1 + 0.5 * x);
    double[] c = {
      0.17087277,
      -0.82215223,
      1.48851587,
      -1.13520398,
      0.27886807,
      -0.18628806,
      0.09678418,
      0.37409196,
      1.00002368,
      -1.26551223
    };
    double sum = 0;
    for (double each : c) {
      sum = sum * t + each;
    }
    return Math.min(1, t * StrictMath.exp(-x * x + sum));
  }
}
