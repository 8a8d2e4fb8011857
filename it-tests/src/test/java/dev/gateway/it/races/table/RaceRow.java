package dev.gateway.it.races.table;

/**
 * One row of the table of races.
 *
 * @param id {@code R1} to {@code R5} for a report, {@code F1} to {@code F11} for a proposed fix
 *     that does not hold, {@code C1} and on for containers; a word may follow, as in {@code R1
 *     x0.1}
 * @param report the number of the report, for instance {@code 17198}
 * @param situation the situation, for instance {@code restart, 18 s disconnect}
 * @param symptom the symptom of the control
 * @param seen the number of rounds in which the control showed it
 * @param rounds the number of rounds of the control
 * @param result the behaviour of the gateway
 * @param gatewayRounds the number of its rounds, all of which showed it
 * @param figures the relevant measurements
 */
public record RaceRow(
        String id,
        String report,
        String situation,
        String symptom,
        int seen,
        int rounds,
        String result,
        int gatewayRounds,
        String figures) {

    /** Returns a row without observations. */
    public static RaceRow of(String id, int report, String situation) {
        return new RaceRow(id, Integer.toString(report), situation, "", 0, 0, "", 0, "");
    }

    /** Adds the observation of the control. */
    public RaceRow control(String shown, int times, int ofRounds) {
        return new RaceRow(
                id, report, situation, shown, times, ofRounds, result, gatewayRounds, figures);
    }

    /** Adds the behaviour of the gateway, which was the same in each round. */
    public RaceRow gateway(String did, int inRounds) {
        return new RaceRow(id, report, situation, symptom, seen, rounds, did, inRounds, figures);
    }

    /** Adds the measurements; the format and its values as in {@link String#format}. */
    public RaceRow figures(String format, Object... values) {
        return new RaceRow(
                id,
                report,
                situation,
                symptom,
                seen,
                rounds,
                result,
                gatewayRounds,
                format.formatted(values));
    }

    /** Writes the row into the table; replaces the row of the same id. */
    public void record() {
        RaceTable.put(this);
    }
}
