package dev.parley.app.engines;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** An engine as it is typed. */
public final class EngineName implements ITypeConverter<LocalEngine> {
    @Override
    public LocalEngine convert(String typed) {
        try {
            return LocalEngine.of(typed);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(
                    "there is no engine " + typed + "; there are whisper and voice");
        }
    }
}
