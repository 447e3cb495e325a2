package dev.parley.connectors.reasoning.intent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.connectors.reasoning.language.SpokenAmount;
import dev.parley.connectors.reasoning.language.SpokenDate;
import dev.parley.connectors.reasoning.language.SpokenDuration;
import dev.parley.connectors.reasoning.language.SpokenList;
import dev.parley.connectors.reasoning.language.SpokenTime;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No text of the longest length makes a pattern look at its characters endlessly. */
class RegexStepsTest {
    private static final int MOST_STEPS = 20_000_000;

    /** Counts how often it is looked at. */
    private static final class Watched implements CharSequence {
        private final String text;
        private final int from;
        private final int to;
        private final long[] steps;

        Watched(String text) {
            this(text, 0, text.length(), new long[1]);
        }

        private Watched(String text, int from, int to, long[] steps) {
            this.text = text;
            this.from = from;
            this.to = to;
            this.steps = steps;
        }

        @Override
        public int length() {
            return to - from;
        }

        @Override
        public char charAt(int index) {
            if (++steps[0] > MOST_STEPS) {
                throw new IllegalStateException("too many steps");
            }
            return text.charAt(from + index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return new Watched(text, from + start, from + end, steps);
        }

        @Override
        public String toString() {
            return text.substring(from, to);
        }
    }

    private static List<Pattern> patterns() throws IllegalAccessException {
        List<Pattern> patterns = new ArrayList<>();
        for (Class<?> reader :
                List.of(
                        Wordings.class,
                        ReminderSlots.class,
                        WhenSlots.class,
                        WhichSlots.class,
                        DiceSlots.class,
                        DeviceSlots.class,
                        ItemSlots.class,
                        AlarmSlots.class,
                        SpokenTime.class,
                        SpokenDate.class,
                        SpokenAmount.class,
                        SpokenDuration.class,
                        SpokenList.class)) {
            for (Field field : reader.getDeclaredFields()) {
                if (Modifier.isStatic(field.getModifiers())) {
                    field.setAccessible(true);
                    collect(field.get(null), patterns);
                }
            }
        }
        for (Slots items : List.of(ItemSlots.shopping(), ItemSlots.tasks())) {
            for (Field field : items.getClass().getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers())) {
                    field.setAccessible(true);
                    collect(field.get(items), patterns);
                }
            }
        }
        return patterns;
    }

    private static void collect(Object value, List<Pattern> into) {
        switch (value) {
            case Pattern pattern -> into.add(pattern);
            case WordedSlots slots -> into.addAll(slots.wordings());
            case null, default -> {}
        }
    }

    @Test
    void looksAtAllOfThem() throws IllegalAccessException {
        assertThat(patterns()).hasSizeGreaterThan(60);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "remind me to at in tomorrow ",
                "add put get to my list on ",
                "search look for the web on ",
                "play the some a movie of about ",
                "call my phone on her give ",
                "send text message to saying that ",
                "what does the word mean ",
                "translate to into in from ",
                "remember that this it for me ",
                "a ",
                "1 1 ",
                "at 7 30 ",
                "in 2 weeks 1 / 2 ",
                "x",
                "what is the ",
                "no yes okay right "
            })
    void stopsSoon(String word) throws IllegalAccessException {
        // Given
        String text = word.repeat(HybridClassifier.MAX_CHARACTERS / word.length());
        List<String> endless = new ArrayList<>();

        // When
        for (Pattern pattern : patterns()) {
            for (String each : List.of(text, text + "!", text.strip() + " ?x")) {
                try {
                    var matcher = pattern.matcher(new Watched(each));
                    Stream.iterate(matcher.find(), found -> found, found -> matcher.find())
                            .forEach(found -> matcher.start());
                } catch (IllegalStateException tooMany) {
                    endless.add(pattern.pattern());
                }
            }
        }

        // Then
        assertThat(endless).isEmpty();
    }

    /** A rule is held against the whole sentence, once. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a ",
                "1 ",
                "set timer for ",
                "what is the ",
                "in the ",
                "no yes okay right ",
                "is the list of ",
                "good morning ",
                "roll a "
            })
    void decidesSoonWhetherARuleMatches(String word) {
        // Given
        String text = word.repeat(HybridClassifier.MAX_CHARACTERS / word.length()) + "x";
        List<String> endless = new ArrayList<>();

        // When
        for (IntentDefinition intent : Intents.all()) {
            for (Rule rule : intent.rules()) {
                try {
                    assertThat(rule.wording().matcher(new Watched(text)).matches())
                            .isIn(true, false);
                } catch (IllegalStateException tooMany) {
                    endless.add(rule.wording().pattern());
                }
            }
        }

        // Then
        assertThat(endless).isEmpty();
    }
}
