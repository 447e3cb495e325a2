package dev.parley.connectors.tools.weather;

/**
 * What the sky is like, by the codes of the WMO that Open-Meteo gives (table 4677, abridged; see
 * open-meteo.com/en/docs).
 *
 * @param now to follow "it is"
 * @param later to follow "there will be"
 */
record Sky(String now, String later) {
    static Sky of(int code) {
        return switch (code) {
            case 0 -> new Sky("clear", "a clear sky");
            case 1 -> new Sky("mostly clear", "a mostly clear sky");
            case 2 -> new Sky("partly cloudy", "some clouds");
            case 3 -> new Sky("overcast", "an overcast sky");
            case 45, 48 -> new Sky("foggy", "fog");
            case 51, 53, 55 -> new Sky("drizzling", "drizzle");
            case 56, 57, 66, 67 -> new Sky("raining ice", "freezing rain");
            case 61 -> new Sky("raining a little", "light rain");
            case 63 -> new Sky("raining", "rain");
            case 65 -> new Sky("raining hard", "heavy rain");
            case 71, 77 -> new Sky("snowing a little", "light snow");
            case 73 -> new Sky("snowing", "snow");
            case 75 -> new Sky("snowing hard", "heavy snow");
            case 80, 81, 82 -> new Sky("raining in showers", "showers");
            case 85, 86 -> new Sky("snowing in showers", "snow showers");
            case 95 -> new Sky("stormy", "thunderstorms");
            case 96, 99 -> new Sky("stormy", "thunderstorms with hail");
            default -> new Sky("changeable", "changeable weather");
        };
    }
}
