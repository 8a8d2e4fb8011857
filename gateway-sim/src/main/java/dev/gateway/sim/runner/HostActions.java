package dev.gateway.sim.runner;

import dev.gateway.sim.hosts.SharedDatabase;
import dev.gateway.sim.network.Direction;
import dev.gateway.sim.scenario.HostStep;

/** The actions of steps that are about a shared database. */
record HostActions(ScenarioEnvironment environment) {

    void event(HostStep.Database step) throws InterruptedException {
        SharedDatabase database = environment.database();
        switch (step.is()) {
            case STOP -> database.stop();
            case KILL -> database.kill();
            case START -> database.start();
            case FREEZE -> database.freeze();
            case THAW -> database.thaw();
            case FAIL_OVER -> database.failOver();
        }
    }

    void event(HostStep.Line step) {
        SharedDatabase database = environment.database();
        String host = step.of();
        switch (step.is()) {
            case CUT -> database.cut(host);
            case CUT_TO_DATABASE -> database.cut(host, Direction.TO_SERVER);
            case CUT_TO_HOST -> database.cut(host, Direction.TO_CLIENT);
            case SLOW -> database.delay(host, step.by());
            case RESET -> database.reset(host);
            case HEAL -> database.heal(host);
        }
    }
}
