package dev.gateway.sim.scenario;

import dev.gateway.sim.process.Damage;
import dev.gateway.sim.process.Signal;
import dev.gateway.sim.scenario.Key.Names;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** One thing that happens. Each is a word of the scenario file; its components are its keys. */
public sealed interface Step {

    /** The home that is meant where none is named. */
    String MAIN = "main";

    /** A command that does its work and ends; with a name, it does so in the background. */
    sealed interface Command extends Step permits Start, Stop, Restart, Status, Call {
        /** In which home. */
        String home();

        /** With which exit code it has to end, unless it has a name. */
        ExitCodes exit();

        /** Within which time. */
        Duration within();

        /** What else is on its command line. */
        List<String> arguments();

        /** Its name for later; with one, nobody waits for it here. */
        Optional<String> as();

        /** How many of it at once. */
        int times();
    }

    /** {@code gateway start}. */
    @Word(value = "start", does = "gateway start; returns when it runs")
    record Start(
            @Key(usual = MAIN, main = true, of = Names.HOME) String home,
            @Key(usual = "0") ExitCodes exit,
            @Key(usual = "60s") Duration within,
            List<String> arguments,
            @Key(of = Names.NEW_PROCESS) Optional<String> as,
            @Key(usual = "1") int times)
            implements Command {}

    /** {@code gateway stop}. */
    @Word(value = "stop", does = "gateway stop; returns when it has ended")
    record Stop(
            @Key(usual = MAIN, main = true, of = Names.HOME) String home,
            @Key(usual = "0") ExitCodes exit,
            @Key(usual = "90s") Duration within,
            List<String> arguments,
            @Key(of = Names.NEW_PROCESS) Optional<String> as,
            @Key(usual = "1") int times)
            implements Command {}

    /** {@code gateway restart}. */
    @Word(value = "restart", does = "gateway restart; returns when the successor runs")
    record Restart(
            @Key(usual = MAIN, main = true, of = Names.HOME) String home,
            @Key(usual = "0") ExitCodes exit,
            @Key(usual = "120s") Duration within,
            List<String> arguments,
            @Key(of = Names.NEW_PROCESS) Optional<String> as,
            @Key(usual = "1") int times)
            implements Command {}

    /** {@code gateway status}. */
    @Word(value = "status", does = "gateway status; its exit code tells what it found")
    record Status(
            @Key(usual = MAIN, main = true, of = Names.HOME) String home,
            @Key(usual = "any") ExitCodes exit,
            @Key(usual = "60s") Duration within,
            List<String> arguments,
            @Key(of = Names.NEW_PROCESS) Optional<String> as,
            @Key(usual = "1") int times)
            implements Command {}

    /** Any other command. */
    @Word(value = "call", does = "any command: call: {arguments: [tokens, --json]}")
    record Call(
            @Key(usual = MAIN, of = Names.HOME) String home,
            @Key(usual = "0") ExitCodes exit,
            @Key(usual = "60s") Duration within,
            @Key(main = true) List<String> arguments,
            @Key(of = Names.NEW_PROCESS) Optional<String> as,
            @Key(usual = "1") int times)
            implements Command {}

    /** {@code gateway run}, in the background. */
    @Word(
            value = "run",
            does = "gateway run in the background; unreaped: its parent will not wait for it")
    record Run(
            @Key(usual = MAIN, main = true, of = Names.HOME) String home,
            List<String> arguments,
            @Key(usual = "gateway", of = Names.NEW_PROCESS) String as,
            @Key(usual = "false") boolean unreaped,
            @Key(usual = "1") int times)
            implements Step {}

    /** {@code gateway run --replace}, in the background. */
    @Word(value = "replace", does = "gateway run --replace in the background")
    record Replace(
            @Key(usual = MAIN, main = true, of = Names.HOME) String home,
            List<String> arguments,
            @Key(usual = "successor", of = Names.NEW_PROCESS) String as,
            @Key(usual = "1") int times)
            implements Step {}

    /** Waits for the state of the gateway that holds a home. */
    @Word(value = "await", does = "waits until the gateway of a home is in a state")
    record AwaitState(
            @Key(usual = "running", main = true) String state,
            @Key(usual = MAIN, of = Names.HOME) String home,
            @Key(usual = "60s") Duration within)
            implements Step {}

    /** Waits for a line. */
    @Word(value = "await-line", does = "waits for a line (a regex) in the log, or of a process")
    record AwaitLine(
            @Key(main = true) String line,
            @Key(usual = MAIN, of = Names.HOME) String home,
            @Key(of = Names.PROCESS) Optional<String> of,
            @Key(usual = "60s") Duration within)
            implements Step {}

    /** Waits for the end of a process. */
    @Word(value = "await-end", does = "waits for the end of a process")
    record AwaitEnd(
            @Key(main = true, of = Names.PROCESS) String of,
            @Key(usual = "any") ExitCodes exit,
            @Key(usual = "60s") Duration within)
            implements Step {}

    /** Waits until somebody polls. */
    @Word(value = "await-poll", does = "waits until a gateway polls the token of a platform")
    record AwaitPoll(
            @Key(main = true, of = Names.PLATFORM) String platform,
            @Key(usual = "60s") Duration within)
            implements Step {}

    /** Waits until everything was answered. */
    @Word(value = "await-answers", does = "waits until all that was said so far is answered")
    record AwaitAnswers(@Key(usual = "60s", main = true) Duration within) implements Step {}

    /** Waits until a gateway has nothing left to do. */
    @Word(
            value = "await-idle",
            does = "waits until the gateway of a home has no message and no answer left")
    record AwaitIdle(
            @Key(usual = MAIN, main = true, of = Names.HOME) String home,
            @Key(usual = "60s") Duration within)
            implements Step {}

    /** Lets time pass. */
    @Word(value = "wait", does = "lets time pass; with to:, a time between the two, by the seed")
    record Wait(@Key(main = true) Duration time, Optional<Duration> to) implements Step {}

    /** Sends a signal. */
    @Word(value = "signal", does = "sends TERM, INT, HUP, QUIT, KILL, STOP or CONT")
    record Send(@Key(main = true) Signal name, @Key(usual = MAIN, of = Names.PROCESS) String to)
            implements Step {}

    /** SIGKILL. */
    @Word(value = "kill", does = "kill -9 of a process, or of the gateway of a home")
    record Kill(@Key(usual = MAIN, main = true, of = Names.PROCESS) String of) implements Step {}

    /** SIGSTOP. */
    @Word(value = "freeze", does = "SIGSTOP: it stands still and keeps all that it holds")
    record Freeze(@Key(usual = MAIN, main = true, of = Names.PROCESS) String of) implements Step {}

    /** SIGCONT. */
    @Word(value = "thaw", does = "SIGCONT: it goes on")
    record Thaw(@Key(usual = MAIN, main = true, of = Names.PROCESS) String of) implements Step {}

    /** SIGKILL of an unreaped process. */
    @Word(value = "make-zombie", does = "kills a process that was run unreaped: a zombie is left")
    record MakeZombie(
            @Key(usual = "gateway", main = true, of = Names.PROCESS) String of,
            @Key(usual = "30s") Duration within)
            implements Step {}

    /** Starts a process that is no gateway. */
    @Word(value = "bystander", does = "starts a process that is no gateway and must be left alone")
    record Bystander(@Key(usual = "bystander", main = true, of = Names.NEW_PROCESS) String as)
            implements Step {}

    /** Damages a file of a home. */
    @Word(value = "damage", does = "damages a file of a home: missing, empty, truncated, binary, …")
    record DamageFile(
            @Key(main = true) String file,
            @Key(usual = "missing") Damage how,
            @Key(usual = MAIN, of = Names.HOME) String home)
            implements Step {
        /** Checks that it stays in the home. */
        public DamageFile {
            WithinHome.check(file);
        }
    }

    /** Writes a file of a home. */
    @Word(
            value = "write",
            does = "writes a file of a home; {pid:NAME} in its text is the PID of a process")
    record WriteFile(String file, String text, @Key(usual = MAIN, of = Names.HOME) String home)
            implements Step {
        /** Checks that it stays in the home. */
        public WriteFile {
            WithinHome.check(file);
        }
    }

    /** Undoes what was done to a file. */
    @Word(value = "repair", does = "a file of a home is again as it was before damage or write")
    record Repair(@Key(main = true) String file, @Key(usual = MAIN, of = Names.HOME) String home)
            implements Step {
        /** Checks that it stays in the home. */
        public Repair {
            WithinHome.check(file);
        }
    }

    /** Somebody says something. */
    @Word(value = "say", does = "somebody says something to the bot")
    record Say(
            @Key(main = true) String text,
            @Key(of = Names.PLATFORM) Optional<String> platform,
            @Key(usual = "tim") String by,
            @Key(usual = "1") int times)
            implements Step {}

    /** People begin to chat. */
    @Word(value = "chat", does = "people on each platform chat from now on, until hush")
    record Chat(@Key(usual = "250ms", main = true) Duration every, List<String> people)
            implements Step {}

    /** They fall silent. */
    @Word(value = "hush", does = "those who chat fall silent")
    record Hush() implements Step {}

    /** The network breaks. */
    @Word(value = "break", does = "the network to a platform breaks: resets, then nobody answers")
    record Break(@Key(main = true, of = Names.PLATFORM) String platform) implements Step {}

    /** The network heals. */
    @Word(value = "heal", does = "the network to a platform works again; its faults are gone")
    record Heal(@Key(main = true, of = Names.PLATFORM) String platform) implements Step {}

    /** A platform misbehaves. */
    @Word(
            value = "fault",
            does = "a platform misbehaves from now on: {platform: mama, is: hold=18s}")
    record SetFault(@Key(of = Names.PLATFORM) String platform, FaultWords is) implements Step {}

    /** A platform is slow to let go. */
    @Word(value = "slow-release", does = "Weixin or Feishu takes this long to let go of a bot")
    record SlowRelease(
            @Key(main = true) Duration time, @Key(of = Names.PLATFORM) Optional<String> platform)
            implements Step {}

    /** A token becomes worthless. */
    @Word(value = "revoke", does = "a platform declares the token worthless")
    record Revoke(@Key(main = true, of = Names.PLATFORM) String platform) implements Step {}

    /** Something has to be so now. */
    @Word(value = "expect", does = "one or more expectations that have to hold at this point")
    record Expect(List<Expectation> all) implements Step {
        /** Copies the list. */
        public Expect {
            all = List.copyOf(all);
        }
    }
}
