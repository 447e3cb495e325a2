package dev.parley.connectors.tools;

import dev.parley.streams.tool.ToolFailureException;
import java.math.BigDecimal;

/**
 * Arithmetic as text, worked out while it is read (recursive descent).
 *
 * <pre>
 * sum      = product { ("+" | "-") product }
 * product  = signed { ("*" | "/") signed }
 * signed   = { "+" | "-" } power               so -2^2 is -4
 * power    = percent [ "^" signed ]            so 2^3^2 is 2^(3^2)
 * percent  = atom { "%" }                      50% is 0.5
 * atom     = number | "(" sum ")" | "sqrt" "(" sum ")"
 * number   = digits [ "." digits ] | "." digits
 * </pre>
 *
 * The signs × · ÷ − √ mean * * / - sqrt. Bounded in length, depth and the size of every
 * intermediate value, so that no expression takes longer than some milliseconds.
 */
final class Expression {
    static final int LONGEST = 1_000;
    static final int DEEPEST = 100;

    private final String text;
    private int at;
    private int depth;

    private Expression(String text) {
        this.text = text;
    }

    /**
     * @throws ToolFailureException if it isn't an expression, or has no value that can be given
     */
    static Quotient evaluate(String text) throws ToolFailureException {
        if (text.length() > LONGEST) {
            throw Arguments.refused("That calculation is too long for me.");
        }
        Expression expression =
                new Expression(
                        text.replace('×', '*')
                                .replace('·', '*')
                                .replace('÷', '/')
                                .replace('−', '-')
                                .replace("√", "sqrt"));
        Quotient value = expression.sum();
        expression.skipBlanks();
        if (expression.at < expression.text.length()) {
            throw unreadable();
        }
        return value;
    }

    private Quotient sum() throws ToolFailureException {
        if (++depth > DEEPEST) {
            throw Arguments.refused("That calculation is nested too deeply for me.");
        }
        Quotient value = product();
        while (true) {
            if (accept('+')) {
                value = value.plus(product());
            } else if (accept('-')) {
                value = value.plus(product().negated());
            } else {
                depth--;
                return value;
            }
        }
    }

    private Quotient product() throws ToolFailureException {
        Quotient value = signed();
        while (true) {
            if (accept('*')) {
                value = value.times(signed());
            } else if (accept('/')) {
                value = value.dividedBy(signed());
            } else {
                return value;
            }
        }
    }

    private Quotient signed() throws ToolFailureException {
        boolean negative = false;
        while (true) {
            if (accept('-')) {
                negative = !negative;
            } else if (!accept('+')) {
                break;
            }
        }
        Quotient value = power();
        return negative ? value.negated() : value;
    }

    private Quotient power() throws ToolFailureException {
        Quotient base = percent();
        if (!accept('^')) {
            return base;
        }
        if (++depth > DEEPEST) {
            throw Arguments.refused("That calculation is nested too deeply for me.");
        }
        Quotient exponent = signed();
        depth--;
        return base.toThe(exponent);
    }

    private Quotient percent() throws ToolFailureException {
        Quotient value = atom();
        while (accept('%')) {
            value = value.dividedBy(Quotient.of(BigDecimal.valueOf(100)));
        }
        return value;
    }

    private Quotient atom() throws ToolFailureException {
        if (accept('(')) {
            return closed(sum());
        }
        skipBlanks();
        if (text.regionMatches(true, at, "sqrt", 0, 4)) {
            at += 4;
            if (!accept('(')) {
                throw unreadable();
            }
            return closed(sum()).squareRoot();
        }
        return number();
    }

    private Quotient closed(Quotient value) throws ToolFailureException {
        if (!accept(')')) {
            throw unreadable();
        }
        return value;
    }

    private Quotient number() throws ToolFailureException {
        int start = at;
        int digits = digits();
        if (at < text.length() && text.charAt(at) == '.') {
            at++;
            int decimals = digits();
            if (decimals == 0) {
                throw unreadable();
            }
            digits += decimals;
        }
        if (digits == 0) {
            throw unreadable();
        }
        return Quotient.of(new BigDecimal(text.substring(start, at)));
    }

    private int digits() {
        int start = at;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        return at - start;
    }

    private void skipBlanks() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private boolean accept(char sign) {
        skipBlanks();
        if (at < text.length() && text.charAt(at) == sign) {
            at++;
            return true;
        }
        return false;
    }

    private static ToolFailureException unreadable() {
        return Arguments.refused("I can't read that as a calculation.");
    }
}
