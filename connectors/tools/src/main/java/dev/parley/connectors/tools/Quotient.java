package dev.parley.connectors.tools;

import dev.parley.streams.tool.ToolFailureException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * A number as a reduced fraction, so that 1/3*3 is 1.
 *
 * @param numerator carries the sign
 * @param denominator positive, without a common factor with the numerator
 * @param approximate whether a rounded root went into it; the value is then good to about 100
 *     digits
 */
record Quotient(BigInteger numerator, BigInteger denominator, boolean approximate) {
    static final int MOST_DIGITS = 1_000;
    static final int SIGNIFICANT_DIGITS = 10;
    private static final int FEWEST_DECIMALS = 2;

    /** What an intermediate value may hold: some 2,400 digits above and below the line. */
    private static final int MOST_BITS = 8_000;

    private static final MathContext ROOT = new MathContext(120, RoundingMode.HALF_EVEN);

    /** Below this an approximate value can't be told from zero. */
    private static final int ROOT_DECIMALS = 60;

    private static final BigInteger FIVE = BigInteger.valueOf(5);

    static Quotient of(BigDecimal decimal) throws ToolFailureException {
        return decimal.scale() > 0
                ? reduced(decimal.unscaledValue(), BigInteger.TEN.pow(decimal.scale()), false)
                : reduced(decimal.toBigIntegerExact(), BigInteger.ONE, false);
    }

    private static Quotient reduced(BigInteger above, BigInteger below, boolean approximate)
            throws ToolFailureException {
        BigInteger common = above.gcd(below);
        if (below.signum() < 0) {
            common = common.negate();
        }
        BigInteger numerator = above.divide(common);
        BigInteger denominator = below.divide(common);
        if (numerator.bitLength() > MOST_BITS || denominator.bitLength() > MOST_BITS) {
            throw tooBig();
        }
        return new Quotient(numerator, denominator, approximate);
    }

    Quotient plus(Quotient other) throws ToolFailureException {
        return reduced(
                numerator.multiply(other.denominator).add(other.numerator.multiply(denominator)),
                denominator.multiply(other.denominator),
                approximate || other.approximate);
    }

    Quotient negated() {
        return new Quotient(numerator.negate(), denominator, approximate);
    }

    Quotient times(Quotient other) throws ToolFailureException {
        return reduced(
                numerator.multiply(other.numerator),
                denominator.multiply(other.denominator),
                approximate || other.approximate);
    }

    Quotient dividedBy(Quotient other) throws ToolFailureException {
        if (other.numerator.signum() == 0) {
            throw Arguments.refused("Nothing can be divided by zero.");
        }
        return reduced(
                numerator.multiply(other.denominator),
                denominator.multiply(other.numerator),
                approximate || other.approximate);
    }

    Quotient toThe(Quotient exponent) throws ToolFailureException {
        if (exponent.denominator.equals(BigInteger.TWO)
                && exponent.numerator.equals(BigInteger.ONE)) {
            return squareRoot();
        }
        if (!exponent.denominator.equals(BigInteger.ONE) || exponent.approximate) {
            throw Arguments.refused("I can only raise a number to a whole power.");
        }
        BigInteger power = exponent.numerator.abs();
        if (exponent.numerator.signum() < 0 && numerator.signum() == 0) {
            throw Arguments.refused("Nothing can be divided by zero.");
        }
        BigInteger bits =
                BigInteger.valueOf(Math.max(numerator.abs().bitLength(), denominator.bitLength()));
        boolean grows = bits.compareTo(BigInteger.ONE) > 0;
        if (grows && bits.subtract(BigInteger.ONE).multiply(power).bitLength() > 14) {
            throw tooBig();
        }
        int times = grows ? power.intValueExact() : power.testBit(0) ? 1 : power.signum() * 2;
        BigInteger above = numerator.pow(times);
        BigInteger below = denominator.pow(times);
        return exponent.numerator.signum() < 0
                ? reduced(below, above, approximate)
                : reduced(above, below, approximate);
    }

    Quotient squareRoot() throws ToolFailureException {
        if (numerator.signum() < 0) {
            throw Arguments.refused("I can't take the square root of a negative number.");
        }
        BigInteger[] above = numerator.sqrtAndRemainder();
        BigInteger[] below = denominator.sqrtAndRemainder();
        if (above[1].signum() == 0 && below[1].signum() == 0) {
            return reduced(above[0], below[0], approximate);
        }
        BigDecimal root =
                new BigDecimal(numerator).divide(new BigDecimal(denominator), ROOT).sqrt(ROOT);
        Quotient rounded = of(root);
        return new Quotient(rounded.numerator, rounded.denominator, true);
    }

    /** Whether {@link #decimal} is this number and not a neighbour of it. */
    boolean hasExactDecimal() {
        return !approximate && decimalPlaces() >= 0;
    }

    /** How many decimals the exact decimal form has; -1 if it doesn't end. */
    private int decimalPlaces() {
        int twos = denominator.getLowestSetBit();
        BigInteger rest = denominator.shiftRight(twos);
        int fives = 0;
        while (rest.mod(FIVE).signum() == 0) {
            rest = rest.divide(FIVE);
            fives++;
        }
        return rest.equals(BigInteger.ONE) ? Math.max(twos, fives) : -1;
    }

    /**
     * The number as a plain decimal, rounded if it has none that ends.
     *
     * @throws ToolFailureException if that has more than {@value #MOST_DIGITS} digits
     */
    String decimal() throws ToolFailureException {
        BigDecimal value = hasExactDecimal() ? exactDecimal() : roundedDecimal();
        BigDecimal plain = value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
        if (plain.precision() - plain.scale() > MOST_DIGITS || plain.scale() > MOST_DIGITS) {
            throw tooBig();
        }
        return plain.toPlainString();
    }

    private BigDecimal exactDecimal() {
        int places = decimalPlaces();
        return new BigDecimal(
                numerator.multiply(BigInteger.TEN.pow(places)).divide(denominator), places);
    }

    private BigDecimal roundedDecimal() {
        BigDecimal above = new BigDecimal(numerator);
        BigDecimal below = new BigDecimal(denominator);
        if (approximate) {
            above = above.divide(below, ROOT_DECIMALS, RoundingMode.HALF_EVEN);
            below = BigDecimal.ONE;
        }
        int wholeDigits =
                new BigDecimal(above.divideToIntegralValue(below).toBigInteger()).precision();
        int digits = Math.max(SIGNIFICANT_DIGITS, wholeDigits + FEWEST_DECIMALS);
        return above.divide(below, new MathContext(digits, RoundingMode.HALF_EVEN));
    }

    private static ToolFailureException tooBig() {
        return Arguments.refused("That number is too long for me to work out.");
    }
}
