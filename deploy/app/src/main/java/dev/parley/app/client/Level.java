package dev.parley.app.client;

/** How loud sound is. */
final class Level {
    private static final double FULL_SCALE = 32_768;
    private static final double QUIETEST_DB = -60;

    private Level() {}

    /**
     * The root of the mean square against full scale.
     *
     * @return decibels, 0 or less; {@value #QUIETEST_DB} for silence
     */
    static double decibels(short[] samples) {
        double sum = 0;
        for (short sample : samples) {
            sum += (double) sample * sample;
        }
        double root = samples.length == 0 ? 0 : Math.sqrt(sum / samples.length);
        return root == 0 ? QUIETEST_DB : Math.max(QUIETEST_DB, 20 * Math.log10(root / FULL_SCALE));
    }

    /** A bar of so many cells: empty for silence, full for the loudest there is. */
    static String bar(double decibels, int cells) {
        int full = (int) Math.round(cells * (1 - decibels / QUIETEST_DB));
        int drawn = Math.clamp(full, 0, cells);
        return "▮".repeat(drawn) + "▯".repeat(cells - drawn);
    }
}
