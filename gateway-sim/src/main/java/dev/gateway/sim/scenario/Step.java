package dev.gateway.sim.scenario;

import dev.gateway.sim.process.FileDamage;
import dev.gateway.sim.process.Signal;
import dev.gateway.sim.scenario.ScenarioKey.NameKind;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A step of a scenario. Each is a word of the scenario file; its components are its keys. */
public sealed interface Step
        permits Step.Command,
                HostStep,
                Step.Run,
                Step.Replace,
                Step.AwaitState,
                Step.AwaitLine,
                Step.AwaitEnd,
                Step.AwaitPoll,
                Step.AwaitAnswers,
                Step.AwaitIdle,
                Step.Wait,
                Step.Send,
                Step.Kill,
                Step.Freeze,
                Step.Thaw,
                Step.MakeZombie,
                Step.Bystander,
                Step.DamageFile,
                Step.WriteFile,
                Step.Repair,
                Step.Say,
                Step.Chat,
                Step.Hush,
                Step.Break,
                Step.Heal,
                Step.SetFault,
                Step.SlowRelease,
                Step.Revoke,
                Step.Expect {

    /** The home that is meant where none is named. */
    String MAIN = "main";

    /** A command that does its work and ends; with a name, it runs in the background. */
    sealed interface Command extends Step permits Start, Stop, Restart, Status, Call {
        /** Returns the home. */
        String home();

        /** Returns the expected exit codes of a command without a name. */
        ExpectedExitCodes exit();

        /** Returns the time limit. */
        Duration within();

        /** Returns further arguments of the command line. */
        List<String> arguments();

        /**
         * Returns the name for later steps; the runner does not wait for a command that has one.
         */
        Optional<String> as();

        /** Returns the number of commands to run at once. */
        int times();
    }

    /** Runs {@code gateway start}. */
    @Keyword(value = "start", description = "gateway start; returns when it runs")
    record Start(
            @ScenarioKey(defaultValue = MAIN, main = true, of = NameKind.HOME) String home,
            @ScenarioKey(defaultValue = "0") ExpectedExitCodes exit,
            @ScenarioKey(defaultValue = "60s") Duration within,
            List<String> arguments,
            @ScenarioKey(of = NameKind.NEW_PROCESS) Optional<String> as,
            @ScenarioKey(defaultValue = "1") int times)
            implements Command {}

    /** Runs {@code gateway stop}. */
    @Keyword(value = "stop", description = "gateway stop; returns when it has ended")
    record Stop(
            @ScenarioKey(defaultValue = MAIN, main = true, of = NameKind.HOME) String home,
            @ScenarioKey(defaultValue = "0") ExpectedExitCodes exit,
            @ScenarioKey(defaultValue = "90s") Duration within,
            List<String> arguments,
            @ScenarioKey(of = NameKind.NEW_PROCESS) Optional<String> as,
            @ScenarioKey(defaultValue = "1") int times)
            implements Command {}

    /** Runs {@code gateway restart}. */
    @Keyword(value = "restart", description = "gateway restart; returns when the successor runs")
    record Restart(
            @ScenarioKey(defaultValue = MAIN, main = true, of = NameKind.HOME) String home,
            @ScenarioKey(defaultValue = "0") ExpectedExitCodes exit,
            @ScenarioKey(defaultValue = "120s") Duration within,
            List<String> arguments,
            @ScenarioKey(of = NameKind.NEW_PROCESS) Optional<String> as,
            @ScenarioKey(defaultValue = "1") int times)
            implements Command {}

    /** Runs {@code gateway status}. */
    @Keyword(value = "status", description = "gateway status; its exit code tells what it found")
    record Status(
            @ScenarioKey(defaultValue = MAIN, main = true, of = NameKind.HOME) String home,
            @ScenarioKey(defaultValue = "any") ExpectedExitCodes exit,
            @ScenarioKey(defaultValue = "60s") Duration within,
            List<String> arguments,
            @ScenarioKey(of = NameKind.NEW_PROCESS) Optional<String> as,
            @ScenarioKey(defaultValue = "1") int times)
            implements Command {}

    /** Runs any other command. */
    @Keyword(value = "call", description = "any command: call: {arguments: [tokens, --json]}")
    record Call(
            @ScenarioKey(defaultValue = MAIN, of = NameKind.HOME) String home,
            @ScenarioKey(defaultValue = "0") ExpectedExitCodes exit,
            @ScenarioKey(defaultValue = "60s") Duration within,
            @ScenarioKey(main = true) List<String> arguments,
            @ScenarioKey(of = NameKind.NEW_PROCESS) Optional<String> as,
            @ScenarioKey(defaultValue = "1") int times)
            implements Command {}

    /** Runs {@code gateway run} in the background. */
    @Keyword(
            value = "run",
            description =
                    "gateway run in the background; unreaped: its parent will not wait for it")
    record Run(
            @ScenarioKey(defaultValue = MAIN, main = true, of = NameKind.HOME) String home,
            List<String> arguments,
            @ScenarioKey(defaultValue = "gateway", of = NameKind.NEW_PROCESS) String as,
            @ScenarioKey(defaultValue = "false") boolean unreaped,
            @ScenarioKey(defaultValue = "1") int times)
            implements Step {}

    /** Runs {@code gateway run --replace} in the background. */
    @Keyword(value = "replace", description = "gateway run --replace in the background")
    record Replace(
            @ScenarioKey(defaultValue = MAIN, main = true, of = NameKind.HOME) String home,
            List<String> arguments,
            @ScenarioKey(defaultValue = "successor", of = NameKind.NEW_PROCESS) String as,
            @ScenarioKey(defaultValue = "1") int times)
            implements Step {}

    /** Waits for a state of the gateway that holds a home. */
    @Keyword(value = "await", description = "waits until the gateway of a home is in a state")
    record AwaitState(
            @ScenarioKey(defaultValue = "running", main = true) String state,
            @ScenarioKey(defaultValue = MAIN, of = NameKind.HOME) String home,
            @ScenarioKey(defaultValue = "60s") Duration within)
            implements Step {}

    /** Waits for a line of the log or of a process. */
    @Keyword(
            value = "await-line",
            description = "waits for a line (a regex) in the log, or of a process")
    record AwaitLine(
            @ScenarioKey(main = true) String line,
            @ScenarioKey(defaultValue = MAIN, of = NameKind.HOME) String home,
            @ScenarioKey(of = NameKind.PROCESS) Optional<String> of,
            @ScenarioKey(defaultValue = "60s") Duration within)
            implements Step {}

    /** Waits for the end of a process. */
    @Keyword(value = "await-end", description = "waits for the end of a process")
    record AwaitEnd(
            @ScenarioKey(main = true, of = NameKind.PROCESS) String of,
            @ScenarioKey(defaultValue = "any") ExpectedExitCodes exit,
            @ScenarioKey(defaultValue = "60s") Duration within)
            implements Step {}

    /** Waits for a poll of a platform. */
    @Keyword(
            value = "await-poll",
            description = "waits until a gateway polls the token of a platform")
    record AwaitPoll(
            @ScenarioKey(main = true, of = NameKind.PLATFORM) String platform,
            @ScenarioKey(defaultValue = "60s") Duration within)
            implements Step {}

    /** Waits until every message that was said so far is answered. */
    @Keyword(
            value = "await-answers",
            description = "waits until all that was said so far is answered")
    record AwaitAnswers(@ScenarioKey(defaultValue = "60s", main = true) Duration within)
            implements Step {}

    /** Waits until a gateway has no work left. */
    @Keyword(
            value = "await-idle",
            description = "waits until the gateway of a home has no message and no answer left")
    record AwaitIdle(
            @ScenarioKey(defaultValue = MAIN, main = true, of = NameKind.HOME) String home,
            @ScenarioKey(defaultValue = "60s") Duration within)
            implements Step {}

    /** Waits for a time. */
    @Keyword(value = "wait", description = "waits; with to:, a time between the two, by the seed")
    record Wait(@ScenarioKey(main = true) Duration time, Optional<Duration> to) implements Step {}

    /** Sends a signal. */
    @Keyword(value = "signal", description = "sends TERM, INT, HUP, QUIT, KILL, STOP or CONT")
    record Send(
            @ScenarioKey(main = true) Signal name,
            @ScenarioKey(defaultValue = MAIN, of = NameKind.PROCESS) String to)
            implements Step {}

    /** Sends SIGKILL. */
    @Keyword(value = "kill", description = "kill -9 of a process, or of the gateway of a home")
    record Kill(@ScenarioKey(defaultValue = MAIN, main = true, of = NameKind.PROCESS) String of)
            implements Step {}

    /** Sends SIGSTOP. */
    @Keyword(value = "freeze", description = "SIGSTOP: it is frozen and keeps all that it holds")
    record Freeze(@ScenarioKey(defaultValue = MAIN, main = true, of = NameKind.PROCESS) String of)
            implements Step {}

    /** Sends SIGCONT. */
    @Keyword(value = "thaw", description = "SIGCONT: it goes on")
    record Thaw(@ScenarioKey(defaultValue = MAIN, main = true, of = NameKind.PROCESS) String of)
            implements Step {}

    /** Sends SIGKILL to a process whose parent does not wait for it. */
    @Keyword(
            value = "make-zombie",
            description = "kills a process that was run unreaped: a zombie is left")
    record MakeZombie(
            @ScenarioKey(defaultValue = "gateway", main = true, of = NameKind.PROCESS) String of,
            @ScenarioKey(defaultValue = "30s") Duration within)
            implements Step {}

    /** Starts a process that is not a gateway. */
    @Keyword(
            value = "bystander",
            description = "starts a process that is no gateway and must be left alone")
    record Bystander(
            @ScenarioKey(defaultValue = "bystander", main = true, of = NameKind.NEW_PROCESS)
                    String as)
            implements Step {}

    /** Damages a file of a home. */
    @Keyword(
            value = "damage",
            description = "damages a file of a home: missing, empty, truncated, binary, …")
    record DamageFile(
            @ScenarioKey(main = true) String file,
            @ScenarioKey(defaultValue = "missing") FileDamage how,
            @ScenarioKey(defaultValue = MAIN, of = NameKind.HOME) String home)
            implements Step {
        /** Checks that the file is inside the home. */
        public DamageFile {
            HomePathRule.check(file);
        }
    }

    /** Writes a file of a home. */
    @Keyword(
            value = "write",
            description = "writes a file of a home; {pid:NAME} in its text is the PID of a process")
    record WriteFile(
            String file,
            String text,
            @ScenarioKey(defaultValue = MAIN, of = NameKind.HOME) String home)
            implements Step {
        /** Checks that the file is inside the home. */
        public WriteFile {
            HomePathRule.check(file);
        }
    }

    /** Restores a damaged file. */
    @Keyword(
            value = "repair",
            description = "a file of a home is again as it was before damage or write")
    record Repair(
            @ScenarioKey(main = true) String file,
            @ScenarioKey(defaultValue = MAIN, of = NameKind.HOME) String home)
            implements Step {
        /** Checks that the file is inside the home. */
        public Repair {
            HomePathRule.check(file);
        }
    }

    /** Sends messages as a user. */
    @Keyword(value = "say", description = "a user says something to the bot")
    record Say(
            @ScenarioKey(main = true) String text,
            @ScenarioKey(of = NameKind.PLATFORM) Optional<String> platform,
            @ScenarioKey(defaultValue = "tim") String by,
            @ScenarioKey(defaultValue = "1") int times)
            implements Step {}

    /** Makes users chat from now on. */
    @Keyword(value = "chat", description = "users on each platform chat from now on, until hush")
    record Chat(
            @ScenarioKey(defaultValue = "250ms", main = true) Duration every, List<String> people)
            implements Step {}

    /** Makes the users stop. */
    @Keyword(value = "hush", description = "the users stop chatting")
    record Hush() implements Step {}

    /** Breaks the network of a platform. */
    @Keyword(
            value = "break",
            description = "the network to a platform breaks: resets, then no answers")
    record Break(@ScenarioKey(main = true, of = NameKind.PLATFORM) String platform)
            implements Step {}

    /** Restores the network of a platform. */
    @Keyword(
            value = "heal",
            description = "the network to a platform works again; its faults are gone")
    record Heal(@ScenarioKey(main = true, of = NameKind.PLATFORM) String platform)
            implements Step {}

    /** Adds a fault to a platform. */
    @Keyword(
            value = "fault",
            description = "a platform misbehaves from now on: {platform: mama, is: hold=18s}")
    record SetFault(@ScenarioKey(of = NameKind.PLATFORM) String platform, FaultSpec is)
            implements Step {}

    /** Makes a platform slow to release a bot that disconnects. */
    @Keyword(
            value = "slow-release",
            description = "Weixin or Feishu takes this long to release a bot")
    record SlowRelease(
            @ScenarioKey(main = true) Duration time,
            @ScenarioKey(of = NameKind.PLATFORM) Optional<String> platform)
            implements Step {}

    /** Revokes a token. */
    @Keyword(value = "revoke", description = "a platform revokes the token")
    record Revoke(@ScenarioKey(main = true, of = NameKind.PLATFORM) String platform)
            implements Step {}

    /** Checks conditions that have to hold at this step. */
    @Keyword(
            value = "expect",
            description = "one or more expectations that have to hold at this point")
    record Expect(List<Expectation> all) implements Step {
        /** Copies the list. */
        public Expect {
            all = List.copyOf(all);
        }
    }
}
