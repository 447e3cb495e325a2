package dev.parley.connectors.speech;

import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** How units are written after a number, and what they are called: of one, and of several. */
final class EnglishUnits {
    static final Map<String, String> NAMES =
            """
            km/h      kilometer per hour|kilometers per hour
            kmh       kilometer per hour|kilometers per hour
            kph       kilometer per hour|kilometers per hour
            mph       mile per hour|miles per hour
            m/s       meter per second|meters per second
            km        kilometer|kilometers
            m         meter|meters
            cm        centimeter|centimeters
            mm        millimeter|millimeters
            \u00b5m        micrometer|micrometers
            nm        nanometer|nanometers
            mi        mile|miles
            ft        foot|feet
            yd        yard|yards
            km\u00b2       square kilometer|square kilometers
            m\u00b2        square meter|square meters
            cm\u00b2       square centimeter|square centimeters
            m\u00b3        cubic meter|cubic meters
            cm\u00b3       cubic centimeter|cubic centimeters
            ft\u00b2       square foot|square feet
            sq_ft     square foot|square feet
            sq_m      square meter|square meters
            sq_mi     square mile|square miles
            ha        hectare|hectares
            kg        kilogram|kilograms
            g         gram|grams
            mg        milligram|milligrams
            \u00b5g        microgram|micrograms
            lb        pound|pounds
            lbs       pound|pounds
            oz        ounce|ounces
            fl_oz     fluid ounce|fluid ounces
            l         liter|liters
            L         liter|liters
            ml        milliliter|milliliters
            mL        milliliter|milliliters
            cl        centiliter|centiliters
            dl        deciliter|deciliters
            gal       gallon|gallons
            qt        quart|quarts
            pt        pint|pints
            tsp       teaspoon|teaspoons
            tbsp      tablespoon|tablespoons
            h         hour|hours
            hr        hour|hours
            hrs       hour|hours
            min       minute|minutes
            mins      minute|minutes
            s         second|seconds
            sec       second|seconds
            secs      second|seconds
            ms        millisecond|milliseconds
            wk        week|weeks
            wks       week|weeks
            yr        year|years
            yrs       year|years
            kB        kilobyte|kilobytes
            KB        kilobyte|kilobytes
            MB        megabyte|megabytes
            GB        gigabyte|gigabytes
            TB        terabyte|terabytes
            kbps      kilobit per second|kilobits per second
            Mbps      megabit per second|megabits per second
            Gbps      gigabit per second|gigabits per second
            Hz        hertz|hertz
            kHz       kilohertz|kilohertz
            MHz       megahertz|megahertz
            GHz       gigahertz|gigahertz
            dB        decibel|decibels
            V         volt|volts
            W         watt|watts
            kW        kilowatt|kilowatts
            MW        megawatt|megawatts
            kWh       kilowatt hour|kilowatt hours
            mAh       milliampere hour|milliampere hours
            cal       calorie|calories
            kcal      kilocalorie|kilocalories
            kJ        kilojoule|kilojoules
            Pa        pascal|pascals
            hPa       hectopascal|hectopascals
            mbar      millibar|millibars
            psi       pound per square inch|pounds per square inch
            rpm       revolution per minute|revolutions per minute
            fps       frame per second|frames per second
            ppm       part per million|parts per million
            %         percent|percent
            \u2030         per mille|per mille
            \u00b0C        degree celsius|degrees celsius
            \u00b0F        degree fahrenheit|degrees fahrenheit
            \u00b0N        degree north|degrees north
            \u00b0S        degree south|degrees south
            \u00b0E        degree east|degrees east
            \u00b0W        degree west|degrees west
            \u00b0         degree|degrees
            """
                    .lines()
                    .map(line -> line.split(" +", 2))
                    .collect(
                            Collectors.toUnmodifiableMap(
                                    columns -> columns[0].replace('_', ' '),
                                    columns -> columns[1]));

    /** A unit, where several begin alike the longest. */
    static final String PATTERN =
            NAMES.keySet().stream()
                    .sorted((a, b) -> b.length() - a.length())
                    .map(Pattern::quote)
                    .collect(Collectors.joining("|"));

    private EnglishUnits() {}
}
