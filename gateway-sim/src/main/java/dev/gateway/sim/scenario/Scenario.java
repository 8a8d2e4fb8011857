package dev.gateway.sim.scenario;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A story and what has to come of it.
 *
 * @param name short, for files and tables: lower case, digits and hyphens
 * @param title one line
 * @param about what happened where it was seen, and why it must not happen here
 * @param shows the reports, fixes and incidents that it is about: {@code R1}, {@code H#11718}
 * @param needs what it needs beyond processes and loopback, in words; then it is not run here
 * @param shownBy where it is run instead, if it needs something
 * @param platforms the fake platforms by name
 * @param homes the homes by name, in the order in which they are made
 * @param timeline what happens
 * @param expect what has to hold in the end
 */
public record Scenario(
        String name,
        String title,
        @ScenarioKey(defaultValue = "") String about,
        List<String> shows,
        Optional<String> needs,
        Optional<String> shownBy,
        Map<String, PlatformSpec> platforms,
        Map<String, HomeSpec> homes,
        List<Step> timeline,
        List<Expectation> expect) {

    private static final String NAME = "[a-z0-9][a-z0-9-]{0,63}";

    /** Copies the collections and checks the name. */
    public Scenario {
        if (!name.matches(NAME)) {
            throw new IllegalArgumentException(
                    "the name is no name; use lower case letters, digits and hyphens");
        }
        shows = List.copyOf(shows);
        platforms = Collections.unmodifiableMap(new LinkedHashMap<>(platforms));
        homes = Collections.unmodifiableMap(new LinkedHashMap<>(homes));
        timeline = List.copyOf(timeline);
        expect = List.copyOf(expect);
    }

    /** A scenario with one gateway in one home, for code that makes them. */
    public static Scenario of(
            String name,
            String title,
            Map<String, PlatformSpec> platforms,
            List<Step> timeline,
            List<Expectation> expect) {
        return new Scenario(
                name,
                title,
                "",
                List.of(),
                Optional.empty(),
                Optional.empty(),
                platforms,
                Map.of(Step.MAIN, HomeSpec.defaults()),
                timeline,
                expect);
    }

    /** The platforms that a home serves, by name. */
    public List<String> platformsOf(String home) {
        List<String> named = homes.get(home).platforms();
        return named.isEmpty() ? new ArrayList<>(platforms.keySet()) : named;
    }
}
