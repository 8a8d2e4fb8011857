package dev.gateway.it.races.table;

/**
 * One line of the table of races.
 *
 * @param id {@code R1} to {@code R5} for a report, {@code F1} to {@code F11} for a proposed fix
 *     that does not hold, {@code C1} and on for containers; a word may follow, as in {@code R1
 *     x0.1}
 * @param report the number of the report, for instance {@code 17198}
 * @param situation what happens, for instance {@code restart, 18 s disconnect}
 * @param symptom what the control shows
 * @param seen in how many rounds the control showed it
 * @param rounds of so many
 * @param result what the gateway does instead
 * @param gatewayRounds in so many rounds, each of them
 * @param figures what matters in numbers
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

    /** A row with nothing seen yet. */
    public static RaceRow of(String id, int report, String situation) {
        return new RaceRow(id, Integer.toString(report), situation, "", 0, 0, "", 0, "");
    }

    /** With what the control showed. */
    public RaceRow control(String shown, int times, int ofRounds) {
        return new RaceRow(
                id, report, situation, shown, times, ofRounds, result, gatewayRounds, figures);
    }

    /** With what the gateway did, in each of so many rounds. */
    public RaceRow gateway(String did, int inRounds) {
        return new RaceRow(id, report, situation, symptom, seen, rounds, did, inRounds, figures);
    }

    /** With the numbers that matter; the format and its values as in {@link String#format}. */
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

    /** Puts it into the table, in place of the row of the same id. */
    public void record() {
        RaceTable.put(this);
    }
}
