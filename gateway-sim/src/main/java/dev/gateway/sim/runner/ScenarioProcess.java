package dev.gateway.sim.runner;

import dev.gateway.sim.process.ProcessStat;
import dev.gateway.sim.process.RunningProcess;
import dev.gateway.sim.process.ZombieProcess;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A process that has a name in the scenario.
 *
 * @param name the name; of several each has a number
 * @param home the home in which it works; empty for a bystander
 * @param process the process that the scenario started
 * @param zombie the same process as the child of a parent that does not wait for it
 */
record ScenarioProcess(
        String name,
        Optional<String> home,
        RunningProcess process,
        Optional<ZombieProcess> zombie) {

    static ScenarioProcess of(String name, Optional<String> home, RunningProcess process) {
        return new ScenarioProcess(name, home, process, Optional.empty());
    }

    static ScenarioProcess of(String name, String home, ZombieProcess process) {
        return new ScenarioProcess(name, Optional.of(home), process.parent(), Optional.of(process));
    }

    long pid() {
        return zombie.map(ZombieProcess::pid).orElseGet(process::pid);
    }

    boolean alive() {
        return zombie.map(ZombieProcess::isAlive).orElseGet(process::isAlive);
    }

    /**
     * Returns the exit code; empty while it runs, and always if its parent does not wait for it.
     */
    Optional<Integer> exit() {
        return zombie.isPresent() ? Optional.empty() : process.exit();
    }

    boolean frozen() {
        return ProcessStat.of(pid()).filter(ProcessStat::isStopped).isPresent();
    }

    List<String> printed() {
        return Stream.concat(process.stdout().stream(), process.stderr().stream()).toList();
    }
}
