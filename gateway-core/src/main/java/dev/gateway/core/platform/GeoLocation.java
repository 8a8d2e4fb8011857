package dev.gateway.core.platform;

import java.util.Objects;

/**
 * A place that a person sent.
 *
 * @param latitude in degrees
 * @param longitude in degrees
 * @param title the name of the place; empty if it has none
 */
public record GeoLocation(double latitude, double longitude, String title) {

    /** Checks that nothing is missing. */
    public GeoLocation {
        Objects.requireNonNull(title, "title");
    }
}
