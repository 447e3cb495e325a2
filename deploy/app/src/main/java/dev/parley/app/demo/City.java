package dev.parley.app.demo;

import java.time.ZoneId;
import java.util.Locale;

/**
 * The cities that the demo asks about, each a name that the starter model knows and hears reliably
 * when the embedded voice says it.
 */
enum City {
    AMSTERDAM("Europe/Amsterdam"),
    ATHENS("Europe/Athens"),
    ATLANTA("America/New_York"),
    BERLIN("Europe/Berlin"),
    BOSTON("America/New_York"),
    BRUSSELS("Europe/Brussels"),
    CAIRO("Africa/Cairo"),
    CHICAGO("America/Chicago"),
    DENVER("America/Denver"),
    DUBLIN("Europe/Dublin"),
    EDINBURGH("Europe/London"),
    GENEVA("Europe/Zurich"),
    HAMBURG("Europe/Berlin"),
    HOUSTON("America/Chicago"),
    LISBON("Europe/Lisbon"),
    LONDON("Europe/London"),
    LOS_ANGELES("America/Los_Angeles"),
    MADRID("Europe/Madrid"),
    MIAMI("America/New_York"),
    MOSCOW("Europe/Moscow"),
    MUNICH("Europe/Berlin"),
    NEW_YORK("America/New_York"),
    OSLO("Europe/Oslo"),
    PARIS("Europe/Paris"),
    PHILADELPHIA("America/New_York"),
    PRAGUE("Europe/Prague"),
    ROME("Europe/Rome"),
    SAN_FRANCISCO("America/Los_Angeles"),
    SEATTLE("America/Los_Angeles"),
    STOCKHOLM("Europe/Stockholm"),
    SYDNEY("Australia/Sydney"),
    TOKYO("Asia/Tokyo"),
    TORONTO("America/Toronto"),
    WARSAW("Europe/Warsaw"),
    ZURICH("Europe/Zurich");

    private final ZoneId zone;

    City(String zone) {
        this.zone = ZoneId.of(zone);
    }

    ZoneId zone() {
        return zone;
    }

    /** Its name as it is spoken, in lower case. */
    String spoken() {
        return name().replace('_', ' ').toLowerCase(Locale.ROOT);
    }
}
