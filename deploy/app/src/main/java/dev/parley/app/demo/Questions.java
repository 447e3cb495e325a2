package dev.parley.app.demo;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What one run of the demo asks, all drawn from a seed.
 *
 * @param timer how long the timer that one of the questions sets runs
 * @param setTimer the question that sets it
 * @param help asks for a long reply
 * @param others the other questions, in order
 */
record Questions(List<Question> others, Question setTimer, Duration timer, Question help) {
    private static final List<String> TIME =
            List.of("what time is it in %s", "what is the time in %s", "tell me the time in %s");
    private static final List<String> DATE =
            List.of("what is the date in %s", "what day is it in %s", "what date is it in %s");
    private static final List<String> ARITHMETIC =
            List.of("what is %s", "how much is %s", "calculate %s");
    private static final List<String> CONVERSION =
            List.of("convert %1$s %2$s to %3$s", "how many %3$s are %1$s %2$s");
    private static final List<String> TIMER =
            List.of(
                    "set a timer for %s seconds",
                    "start a timer for %s seconds", "please set a timer for %s seconds");
    private static final List<String> ZONE =
            List.of("what time zone is %s in", "what is the time zone of %s");
    private static final List<String> HELP =
            List.of("what can you do", "how can you help me", "what can you help me with");

    /** Teens and tens sound alike. */
    private static final Set<Integer> MISTAKABLE =
            Set.of(13, 14, 15, 16, 17, 18, 19, 30, 40, 50, 60, 70, 80, 90);

    private static final int SHORTEST_TIMER = 3;
    private static final int LONGEST_TIMER = 8;

    static Questions drawnFrom(long seed) {
        Random random = new Random(seed);
        List<Question> others =
                List.of(
                        time(random),
                        random.nextBoolean() ? product(random) : sumOrDifference(random),
                        conversion(random),
                        date(random),
                        timeZone(random));
        int seconds = SHORTEST_TIMER + random.nextInt(LONGEST_TIMER - SHORTEST_TIMER + 1);
        return new Questions(
                others, timer(random, seconds), Duration.ofSeconds(seconds), help(random));
    }

    private static Question time(Random random) {
        City city = drawn(random, List.of(City.values()));
        return new Question(
                "time",
                phrasings(random, TIME, city.spoken()),
                List.of(city.spoken()),
                "time",
                false,
                Expectation.everyMinute(
                        city.zone(),
                        now -> List.of(Fact.time(now.toLocalTime()), Fact.words(city.spoken()))));
    }

    private static Question date(Random random) {
        City city = drawn(random, List.of(City.values()));
        return new Question(
                "date",
                phrasings(random, DATE, city.spoken()),
                List.of(city.spoken()),
                "date",
                false,
                Expectation.date(city.zone()));
    }

    private static Question product(Random random) {
        int left = number(random, 11, 30);
        int right = number(random, 3, 12);
        BigInteger product = BigInteger.valueOf(left).multiply(BigInteger.valueOf(right));
        return arithmetic(random, left, "times", right, product);
    }

    private static Question sumOrDifference(Random random) {
        boolean minus = random.nextBoolean();
        int left = number(random, 31, 98);
        int right = number(random, 11, 28);
        if (minus && left == 2 * right) {
            left++;
        }
        BigInteger a = BigInteger.valueOf(left);
        BigInteger b = BigInteger.valueOf(right);
        return minus
                ? arithmetic(random, left, "minus", right, a.subtract(b))
                : arithmetic(random, left, "plus", right, a.add(b));
    }

    private static Question arithmetic(
            Random random, int left, String operator, int right, BigInteger result) {
        String a = EnglishNumber.cardinal(left);
        String b = EnglishNumber.cardinal(right);
        String expression = a + " " + operator + " " + b;
        return new Question(
                "calculation",
                phrasings(random, ARITHMETIC, expression),
                List.of(expression),
                "calculate",
                false,
                Expectation.always(Fact.number(new BigDecimal(result))));
    }

    private static Question conversion(Random random) {
        Measure measure = drawn(random, List.of(Measure.values()));
        int amount = number(random, 3, 19);
        BigDecimal converted = measure.convert(amount);
        String number = EnglishNumber.cardinal(amount);
        return new Question(
                "conversion",
                phrasings(random, CONVERSION, number, measure.from(), measure.to()),
                List.of(number + " " + measure.from(), measure.to()),
                "convert.units",
                false,
                Expectation.always(Fact.amount(converted, measure.to())));
    }

    /** Typed, as the starter model doesn't know the word "zone". */
    private static Question timeZone(Random random) {
        City city = drawn(random, List.of(City.values()));
        return new Question(
                "time zone",
                phrasings(random, ZONE, city.spoken()),
                List.of(city.spoken()),
                "timezone",
                true,
                Expectation.everyMinute(
                        city.zone(),
                        now -> List.of(Fact.words(city.spoken()), Fact.fromUtc(now.getOffset()))));
    }

    private static Question timer(Random random, int seconds) {
        String number = EnglishNumber.cardinal(seconds);
        return new Question(
                "timer",
                phrasings(random, TIMER, number),
                List.of("timer", number + " seconds"),
                "timer.set",
                false,
                Expectation.always(
                        Fact.words("timer"),
                        Fact.words("set"),
                        Fact.amount(BigDecimal.valueOf(seconds), "seconds")));
    }

    private static Question help(Random random) {
        return new Question(
                "help", phrasings(random, HELP), List.of(), "help", false, Expectation.always());
    }

    /** What the timer says when it rings; "done" is a word that the starter model often misses. */
    Expectation ring() {
        String named = "timer for " + EnglishNumber.cardinal((int) timer.toSeconds()) + " seconds";
        return Expectation.always(
                Fact.words("timer"),
                new Fact(
                        "done",
                        Pattern.compile("\\b(done|over|up|finished)\\b"),
                        List.of(),
                        List.of("done", "over", "up", "finished", named),
                        List.of()));
    }

    /** One that the starter model doesn't take for another. */
    private static int number(Random random, int least, int most) {
        while (true) {
            int number = least + random.nextInt(most - least + 1);
            if (!MISTAKABLE.contains(number)) {
                return number;
            }
        }
    }

    /** All of them, in an order of its own. */
    private static List<String> phrasings(Random random, List<String> templates, Object... words) {
        List<String> phrasings = new ArrayList<>();
        templates.forEach(template -> phrasings.add(template.formatted(words)));
        Collections.shuffle(phrasings, random);
        return List.copyOf(phrasings);
    }

    private static <T> T drawn(Random random, List<T> from) {
        return from.get(random.nextInt(from.size()));
    }
}
