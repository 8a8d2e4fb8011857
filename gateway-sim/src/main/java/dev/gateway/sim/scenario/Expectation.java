package dev.gateway.sim.scenario;

import dev.gateway.sim.scenario.Key.Names;
import java.time.Duration;
import java.util.Optional;

/** What has to be so, within a time or at the end. Each is a word of the scenario file. */
public sealed interface Expectation {

    /** The state that the gateway of a home has or gets. */
    @Word(value = "state", does = "the gateway of a home is in this state within a time")
    record State(
            @Key(main = true) String is,
            @Key(usual = Step.MAIN, of = Names.HOME) String home,
            @Key(usual = "30s") Duration within)
            implements Expectation {}

    /** How many gateways live in a home. */
    @Word(value = "gateways", does = "so many gateway processes of a home are alive, named or not")
    record Gateways(
            @Key(main = true) int alive,
            @Key(usual = Step.MAIN, of = Names.HOME) String home,
            @Key(usual = "30s") Duration within)
            implements Expectation {}

    /** Who holds the kernel lock of a home. */
    @Word(value = "holder", does = "this process holds the lock of a home; nobody: it is free")
    record Holder(
            @Key(main = true) String is,
            @Key(usual = Step.MAIN, of = Names.HOME) String home,
            @Key(usual = "30s") Duration within)
            implements Expectation {}

    /** Processes that poll one token at the same time. */
    @Word(value = "pollers", does = "so many processes ever polled one token at once")
    record Pollers(
            @Key(main = true) Optional<Integer> most,
            Optional<Integer> least,
            @Key(of = Names.PLATFORM) Optional<String> platform,
            @Key(usual = "30s") Duration within)
            implements Expectation {}

    /** Messages that were answered. */
    @Word(value = "answered", does = "at least so many messages were answered")
    record Answered(
            @Key(main = true) int least,
            @Key(of = Names.PLATFORM) Optional<String> platform,
            @Key(usual = "30s") Duration within)
            implements Expectation {}

    /** Messages that nobody answered. */
    @Word(value = "lost", does = "at most so many messages stay without an answer")
    record Lost(
            @Key(usual = "0", main = true) int most,
            @Key(usual = "0") int least,
            @Key(of = Names.PLATFORM) Optional<String> platform,
            @Key(usual = "30s") Duration within)
            implements Expectation {}

    /** Messages that were answered twice. */
    @Word(value = "duplicated", does = "at most so many messages are answered more than once")
    record Duplicated(
            @Key(usual = "0", main = true) int most,
            @Key(of = Names.PLATFORM) Optional<String> platform)
            implements Expectation {}

    /** How a process, or several of one name, ended. */
    @Word(
            value = "exit",
            does = "a process ended with this code; of several with one name, so many still run")
    record Exit(
            @Key(usual = "gateway", of = Names.PROCESS) String of,
            @Key(usual = "0", main = true) ExitCodes code,
            @Key(usual = "0") int running,
            @Key(usual = "60s") Duration within)
            implements Expectation {}

    /** The time between two pollers of a token. */
    @Word(value = "gap", does = "from one poller of a token to the next it took at most this long")
    record Gap(
            @Key(main = true) Optional<Duration> most,
            Optional<Duration> least,
            @Key(of = Names.PLATFORM) Optional<String> platform,
            @Key(usual = "30s") Duration within)
            implements Expectation {}

    /** A line of the log. */
    @Word(value = "log", does = "a line (a regex) is in the log of a home, or is not")
    record Log(
            @Key(main = true) String line,
            @Key(usual = "true") boolean present,
            @Key(usual = Step.MAIN, of = Names.HOME) String home,
            @Key(usual = "10s") Duration within)
            implements Expectation {}

    /** A line that a process printed. */
    @Word(value = "printed", does = "a process printed a line (a regex), or did not")
    record Printed(
            @Key(main = true) String line,
            @Key(usual = "true") boolean present,
            @Key(usual = "gateway", of = Names.PROCESS) String of,
            @Key(usual = "10s") Duration within)
            implements Expectation {}

    /** A file of a home. */
    @Word(value = "file", does = "a file of a home is there, or is not")
    record FileThere(
            @Key(main = true) String name,
            @Key(usual = "true") boolean present,
            @Key(usual = Step.MAIN, of = Names.HOME) String home,
            @Key(usual = "10s") Duration within)
            implements Expectation {
        /** Checks that it stays in the home. */
        public FileThere {
            WithinHome.check(name);
        }
    }

    /** Whether a process lives. */
    @Word(value = "alive", does = "a process runs, or does not")
    record Alive(
            @Key(main = true, of = Names.PROCESS) String of,
            @Key(usual = "true") boolean is,
            @Key(usual = "10s") Duration within)
            implements Expectation {}

    /** Whether a secret got out. */
    @Word(
            value = "no-secrets",
            does =
                    "no token is in a file (the config aside), a file name, an output, a command line")
    record NoSecrets() implements Expectation {}
}
