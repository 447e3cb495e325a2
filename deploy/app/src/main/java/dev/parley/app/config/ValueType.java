package dev.parley.app.config;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.net.URI;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How the value of a property is read and shown. */
interface ValueType {
    /**
     * @throws IllegalArgumentException if the text is no such value; {@link #allowed()} says what
     *     is
     */
    @Nullable Object parse(Given given);

    String show(@Nullable Object value);

    /** What may be given, to follow "must be". */
    String allowed();

    /** The unit that the type itself implies, or an empty text. */
    default String unit() {
        return "";
    }

    /**
     * @throws IllegalArgumentException if nothing is known of such a type
     */
    static ValueType of(Type type, String unit) {
        return switch (type) {
            case ParameterizedType list when list.getRawType() == List.class ->
                    new Many(of(list.getActualTypeArguments()[0], unit));
            case ParameterizedType optional when optional.getRawType() == Optional.class ->
                    new Perhaps(of(optional.getActualTypeArguments()[0], unit), true);
            case Class<?> choice when choice.isEnum() -> choice(choice);
            case Class<?> single -> single(single, unit);
            default -> throw unknown(type);
        };
    }

    /** The same, but nothing may be given as well; it reads as null. */
    static ValueType nullable(ValueType type) {
        return new Perhaps(type, false);
    }

    private static ValueType single(Class<?> type, String unit) {
        if (type == int.class || type == Integer.class) {
            return unit.equals("bytes")
                    ? new One(
                            text -> Math.toIntExact(ByteSize.parse(text)),
                            ByteSize::show,
                            ByteSize.ALLOWED,
                            "")
                    : new One(text -> Integer.valueOf(digits(text)), "a whole number");
        }
        if (type == long.class || type == Long.class) {
            return unit.equals("bytes")
                    ? new One(ByteSize::parse, ByteSize::show, ByteSize.ALLOWED, "")
                    : new One(text -> Long.valueOf(digits(text)), "a whole number");
        }
        if (type == double.class || type == Double.class) {
            return new One(ValueType::finite, "a number");
        }
        if (type == boolean.class || type == Boolean.class) {
            return new One(ValueType::bool, "true or false");
        }
        if (type == String.class) {
            return new One(text -> text, "a text");
        }
        if (type == Duration.class) {
            return new One(
                    DurationText::parse,
                    value -> DurationText.show((Duration) value),
                    DurationText.ALLOWED,
                    "duration");
        }
        if (type == Path.class) {
            return new One(ValueType::path, "a path");
        }
        if (type == ZoneId.class) {
            return new One(ValueType::zone, "a time zone such as Europe/Berlin or UTC");
        }
        if (type == URI.class) {
            return new One(URI::create, "a URI");
        }
        throw unknown(type);
    }

    private static ValueType choice(Class<?> type) {
        Object[] constants = type.getEnumConstants();
        return new One(
                text ->
                        Arrays.stream(constants)
                                .filter(
                                        constant ->
                                                kebab(constant)
                                                        .equals(
                                                                text.toLowerCase(Locale.ROOT)
                                                                        .replace('_', '-')))
                                .findFirst()
                                .orElseThrow(IllegalArgumentException::new),
                ValueType::kebab,
                "one of "
                        + Arrays.stream(constants)
                                .map(ValueType::kebab)
                                .collect(Collectors.joining(", ")),
                "");
    }

    private static String kebab(Object constant) {
        return ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String digits(String text) {
        return text.replace("_", "");
    }

    private static Double finite(String text) {
        double number = Double.parseDouble(text);
        if (!Double.isFinite(number)) {
            throw new IllegalArgumentException();
        }
        return number;
    }

    private static Boolean bool(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "yes", "on" -> true;
            case "false", "no", "off" -> false;
            default -> throw new IllegalArgumentException();
        };
    }

    private static Path path(String text) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException();
        }
        return text.startsWith("~/")
                ? Path.of(System.getProperty("user.home"), text.substring(2))
                : Path.of(text);
    }

    private static ZoneId zone(String text) {
        try {
            return ZoneId.of(text);
        } catch (DateTimeException unknown) {
            throw new IllegalArgumentException(unknown);
        }
    }

    private static IllegalArgumentException unknown(Type type) {
        return new IllegalArgumentException("no way to read a value of type " + type.getTypeName());
    }

    /** A single value. */
    record One(
            Function<String, Object> parser,
            Function<Object, String> shower,
            String allowed,
            String unit)
            implements ValueType {
        One(Function<String, Object> parser, String allowed) {
            this(parser, String::valueOf, allowed, "");
        }

        @Override
        public Object parse(Given given) {
            if (given.sequence()) {
                throw new IllegalArgumentException();
            }
            try {
                return parser.apply(given.text().getFirst().strip());
            } catch (ArithmeticException tooLarge) {
                throw new IllegalArgumentException(tooLarge);
            }
        }

        @Override
        public String show(@Nullable Object value) {
            return value == null ? "" : shower.apply(value);
        }
    }

    /** A list: a YAML sequence, or texts with commas between them. */
    record Many(ValueType item) implements ValueType {
        @Override
        public Object parse(Given given) {
            List<String> items =
                    given.sequence()
                            ? given.text()
                            : Arrays.stream(given.text().getFirst().split(","))
                                    .map(String::strip)
                                    .filter(text -> !text.isEmpty())
                                    .toList();
            return items.stream()
                    .map(text -> item.parse(Given.scalar(given.path(), text, given.origin())))
                    .toList();
        }

        @Override
        public String show(@Nullable Object value) {
            return value instanceof List<?> items
                    ? items.stream().map(item::show).collect(Collectors.joining(", "))
                    : "";
        }

        @Override
        public String allowed() {
            return "a list (with commas), each " + item.allowed();
        }
    }

    /** A value that may be missing: an {@link Optional}, or null. */
    record Perhaps(ValueType type, boolean optional) implements ValueType {
        @Override
        public @Nullable Object parse(Given given) {
            if (!given.sequence() && given.text().getFirst().isBlank()) {
                return optional ? Optional.empty() : null;
            }
            Object value = type.parse(given);
            return optional ? Optional.ofNullable(value) : value;
        }

        @Override
        public String show(@Nullable Object value) {
            Object held = value instanceof Optional<?> some ? some.orElse(null) : value;
            return held == null ? "" : type.show(held);
        }

        @Override
        public String allowed() {
            return type.allowed() + ", or empty";
        }

        @Override
        public String unit() {
            return type.unit();
        }
    }
}
