package dev.gateway.sim.play;

import dev.gateway.sim.process.KernelProcess;
import dev.gateway.sim.process.RunningProcess;
import dev.gateway.sim.process.UnreapedProcess;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A process that has a name in the scenario.
 *
 * @param name its name; of several each has a number
 * @param home in which home it works; empty for a bystander
 * @param process what the scenario started
 * @param unreaped the same as the child of somebody who does not wait for it
 */
record Actor(
        String name,
        Optional<String> home,
        RunningProcess process,
        Optional<UnreapedProcess> unreaped) {

    static Actor of(String name, Optional<String> home, RunningProcess process) {
        return new Actor(name, home, process, Optional.empty());
    }

    static Actor of(String name, String home, UnreapedProcess process) {
        return new Actor(name, Optional.of(home), process.parent(), Optional.of(process));
    }

    long pid() {
        return unreaped.map(UnreapedProcess::pid).orElseGet(process::pid);
    }

    boolean alive() {
        return unreaped.map(UnreapedProcess::isAlive).orElseGet(process::isAlive);
    }

    /** Empty while it runs, and for ever if nobody waits for it. */
    Optional<Integer> exit() {
        return unreaped.isPresent() ? Optional.empty() : process.exit();
    }

    boolean frozen() {
        return KernelProcess.of(pid()).filter(KernelProcess::isStopped).isPresent();
    }

    List<String> printed() {
        return Stream.concat(process.stdout().stream(), process.stderr().stream()).toList();
    }
}
