package dev.gateway.sim.scenario;

import dev.gateway.sim.scenario.ScenarioKey.NameKind;
import java.time.Duration;
import java.util.Optional;

/**
 * A condition that has to hold, within a time or at the end. Each is a word of the scenario file.
 */
public sealed interface Expectation {

    /** The state that the gateway of a home has or reaches. */
    @Keyword(value = "state", description = "the gateway of a home is in this state within a time")
    record State(
            @ScenarioKey(main = true) String is,
            @ScenarioKey(defaultValue = Step.MAIN, of = NameKind.HOME) String home,
            @ScenarioKey(defaultValue = "30s") Duration within)
            implements Expectation {}

    /** The number of gateways that run in a home. */
    @Keyword(
            value = "gateways",
            description = "this many gateway processes of a home are alive, named or not")
    record Gateways(
            @ScenarioKey(main = true) int alive,
            @ScenarioKey(defaultValue = Step.MAIN, of = NameKind.HOME) String home,
            @ScenarioKey(defaultValue = "30s") Duration within)
            implements Expectation {}

    /** The holder of a home's kernel lock. */
    @Keyword(
            value = "holder",
            description = "this process holds the lock of a home; nobody: it is free")
    record Holder(
            @ScenarioKey(main = true) String is,
            @ScenarioKey(defaultValue = Step.MAIN, of = NameKind.HOME) String home,
            @ScenarioKey(defaultValue = "30s") Duration within)
            implements Expectation {}

    /** The host that has an account. */
    @Keyword(
            value = "lease",
            description =
                    "this home has the account of a platform, as the shared database says; not: any"
                            + " other one")
    record Lease(
            @ScenarioKey(of = NameKind.PLATFORM) String of,
            @ScenarioKey(main = true, of = NameKind.HOME) Optional<String> is,
            @ScenarioKey(of = NameKind.HOME) Optional<String> not,
            @ScenarioKey(defaultValue = "30s") Duration within)
            implements Expectation {}

    /** The number of processes that poll one token at the same time. */
    @Keyword(value = "pollers", description = "this many processes ever polled one token at once")
    record Pollers(
            @ScenarioKey(main = true) Optional<Integer> most,
            Optional<Integer> least,
            @ScenarioKey(of = NameKind.PLATFORM) Optional<String> platform,
            @ScenarioKey(defaultValue = "30s") Duration within)
            implements Expectation {}

    /** The number of messages that were answered. */
    @Keyword(value = "answered", description = "at least this many messages were answered")
    record Answered(
            @ScenarioKey(main = true) int least,
            @ScenarioKey(of = NameKind.PLATFORM) Optional<String> platform,
            @ScenarioKey(defaultValue = "30s") Duration within)
            implements Expectation {}

    /** The number of messages that were not answered. */
    @Keyword(value = "lost", description = "at most this many messages stay without an answer")
    record Lost(
            @ScenarioKey(defaultValue = "0", main = true) int most,
            @ScenarioKey(defaultValue = "0") int least,
            @ScenarioKey(of = NameKind.PLATFORM) Optional<String> platform,
            @ScenarioKey(defaultValue = "30s") Duration within)
            implements Expectation {}

    /** The number of messages that were answered twice. */
    @Keyword(
            value = "duplicated",
            description = "at most this many messages are answered more than once")
    record Duplicated(
            @ScenarioKey(defaultValue = "0", main = true) int most,
            @ScenarioKey(of = NameKind.PLATFORM) Optional<String> platform)
            implements Expectation {}

    /** The exit codes of a process, or of several of one name. */
    @Keyword(
            value = "exit",
            description =
                    "a process ended with this code; of several with one name, this many still run")
    record Exit(
            @ScenarioKey(defaultValue = "gateway", of = NameKind.PROCESS) String of,
            @ScenarioKey(defaultValue = "0", main = true) ExpectedExitCodes code,
            @ScenarioKey(defaultValue = "0") int running,
            @ScenarioKey(defaultValue = "60s") Duration within)
            implements Expectation {}

    /** The time between two pollers of a token. */
    @Keyword(
            value = "gap",
            description = "from one poller of a token to the next it took at most this long")
    record Gap(
            @ScenarioKey(main = true) Optional<Duration> most,
            Optional<Duration> least,
            @ScenarioKey(of = NameKind.PLATFORM) Optional<String> platform,
            @ScenarioKey(defaultValue = "30s") Duration within)
            implements Expectation {}

    /** A line of a home's log. */
    @Keyword(value = "log", description = "a line (a regex) is in the log of a home, or is not")
    record Log(
            @ScenarioKey(main = true) String line,
            @ScenarioKey(defaultValue = "true") boolean present,
            @ScenarioKey(defaultValue = Step.MAIN, of = NameKind.HOME) String home,
            @ScenarioKey(defaultValue = "10s") Duration within)
            implements Expectation {}

    /** A line that a process printed. */
    @Keyword(value = "printed", description = "a process printed a line (a regex), or did not")
    record Printed(
            @ScenarioKey(main = true) String line,
            @ScenarioKey(defaultValue = "true") boolean present,
            @ScenarioKey(defaultValue = "gateway", of = NameKind.PROCESS) String of,
            @ScenarioKey(defaultValue = "10s") Duration within)
            implements Expectation {}

    /** A file of a home. */
    @Keyword(value = "file", description = "a file of a home is there, or is not")
    record FileThere(
            @ScenarioKey(main = true) String name,
            @ScenarioKey(defaultValue = "true") boolean present,
            @ScenarioKey(defaultValue = Step.MAIN, of = NameKind.HOME) String home,
            @ScenarioKey(defaultValue = "10s") Duration within)
            implements Expectation {
        /** Checks that the file is inside the home. */
        public FileThere {
            HomePathRule.check(name);
        }
    }

    /** The life of a process. */
    @Keyword(value = "alive", description = "a process runs, or does not")
    record Alive(
            @ScenarioKey(main = true, of = NameKind.PROCESS) String of,
            @ScenarioKey(defaultValue = "true") boolean is,
            @ScenarioKey(defaultValue = "10s") Duration within)
            implements Expectation {}

    /** The absence of secrets in files, output and command lines. */
    @Keyword(
            value = "no-secrets",
            description =
                    "no token is in a file (except the config), a file name, an output, a command line")
    record NoSecrets() implements Expectation {}
}
