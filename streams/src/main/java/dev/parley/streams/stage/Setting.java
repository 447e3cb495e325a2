package dev.parley.streams.stage;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says what a component of a configuration record means, for those who list the properties. A
 * component needs none where name and type say it all.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Setting {
    /** What it is for, in half a sentence. */
    String value() default "";

    /**
     * The unit of a number, such as {@code dB} or {@code frames}. A number of {@code bytes} may be
     * given with its magnitude: {@code 64KiB}, {@code 256MB}. Durations bring their own unit.
     */
    String unit() default "";

    /** Whether the value must never be shown. */
    boolean secret() default false;
}
