package dev.parley.connectors.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.schemas.event.Tool.Reason;
import dev.parley.streams.tool.ToolFailureException;
import java.time.ZoneId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlacesTest {
    private static final Places PLACES = new Places();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tokyo | Tokyo | Asia/Tokyo",
                "NEW YORK | New York | America/New_York",
                "new york city | New York | America/New_York",
                "los angeles | Los Angeles | America/Los_Angeles",
                "washington, d.c. | Washington | America/New_York",
                "sao paulo | São Paulo | America/Sao_Paulo",
                "São  Paulo | São Paulo | America/Sao_Paulo",
                "zurich | Zürich | Europe/Zurich",
                "the netherlands | Netherlands | Europe/Amsterdam",
                "st. petersburg | Saint Petersburg | Europe/Moscow",
                "ho chi minh city | Ho Chi Minh City | Asia/Ho_Chi_Minh",
                "Boston, Massachusetts | Boston | America/New_York",
                "Tokyo, Japan | Tokyo | Asia/Tokyo",
                "Europe/Berlin | Berlin | Europe/Berlin",
                "texas | Texas | America/Chicago",
                "japan | Japan | Asia/Tokyo",
                "utc | UTC | Etc/UTC",
            })
    void findsAPlaceHoweverItIsWritten(String said, String name, String zone) throws Exception {
        assertThat(PLACES.find(said)).isEqualTo(new Places.Place(name, ZoneId.of(zone)));
    }

    /** Every place in the vocabulary of the recogniser that comes with Parley. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "amsterdam",
                "athens",
                "atlanta",
                "austria",
                "barcelona",
                "berlin",
                "boston",
                "brussels",
                "cairo",
                "cambridge",
                "chicago",
                "china",
                "dallas",
                "denver",
                "dublin",
                "edinburgh",
                "egypt",
                "england",
                "france",
                "geneva",
                "germany",
                "greece",
                "hamburg",
                "houston",
                "india",
                "ireland",
                "italy",
                "japan",
                "lisbon",
                "london",
                "los angeles",
                "madrid",
                "mexico city",
                "miami",
                "moscow",
                "munich",
                "new york",
                "norway",
                "oslo",
                "oxford",
                "paris",
                "philadelphia",
                "poland",
                "prague",
                "rome",
                "san francisco",
                "scotland",
                "seattle",
                "stockholm",
                "sweden",
                "switzerland",
                "sydney",
                "tokyo",
                "toronto",
                "turkey",
                "vienna",
                "warsaw",
                "washington",
                "zurich"
            })
    void knowsEveryPlaceThatTheStarterRecogniserHears(String said) throws Exception {
        assertThat(PLACES.find(said).name()).isNotBlank();
    }

    @ParameterizedTest
    @ValueSource(strings = {"atlantis", "south", "paris, texas", "", "mars", "bed", "the", "tok"})
    void doesntGuessWhatItDoesntKnow(String said) {
        assertThatThrownBy(() -> PLACES.find(said))
                .isInstanceOfSatisfying(
                        ToolFailureException.class,
                        failure -> assertThat(failure.reason()).isEqualTo(Reason.BAD_ARGUMENTS))
                .hasMessage("I don't know where " + said + " is.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"australia", "Canada", "the united states", "russia", "brazil", "mexico"})
    void asksForACityWhereThereAreSeveralZones(String said) {
        assertThatThrownBy(() -> PLACES.find(said)).hasMessageContaining("Please name a city");
    }
}
