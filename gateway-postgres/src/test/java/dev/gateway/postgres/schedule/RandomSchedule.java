package dev.gateway.postgres.schedule;

import dev.gateway.postgres.schedule.ScheduleStep.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/**
 * A random schedule: what people say, and what happens to hosts, lines and the database meanwhile.
 * Equal seeds make equal schedules.
 *
 * @param seed the seed
 * @param hosts the number of hosts
 * @param steps the steps in the order of their times
 */
record RandomSchedule(long seed, int hosts, List<ScheduleStep> steps) {

    /** The order by seeds. */
    static final Comparator<RandomSchedule> BY_SEED =
            Comparator.comparingLong(RandomSchedule::seed);

    /** The number of conversations of each account. */
    static final int CONVERSATIONS = 2;

    private static final long LENGTH_MILLIS = 2_400;
    private static final int SENTENCES = 24;
    private static final int PAUSES = 2;
    private static final int CONVERSATIONS_IN_PAUSES = 6;
    private static final long SAY_MILLIS = 20;
    private static final int MIN_FAULTS = 3;
    private static final int MORE_FAULTS = 4;

    /**
     * Returns the schedule of a seed.
     *
     * @param lease the lease, to which the length of faults is related
     * @param shared whether other runs use the same server, so that it must not be harmed
     */
    static RandomSchedule of(long seed, int accounts, Duration lease, boolean shared) {
        var random = new Random(seed);
        int hosts = 2 + random.nextInt(2);
        List<ScheduleStep> steps = new ArrayList<>();
        for (int i = 0; i < SENTENCES; i++) {
            steps.add(
                    new ScheduleStep(
                            random.nextLong(LENGTH_MILLIS),
                            Kind.SAY,
                            0,
                            random.nextInt(accounts),
                            random.nextInt(CONVERSATIONS)));
        }
        long[] free = new long[hosts + 1];
        int faults = MIN_FAULTS + random.nextInt(MORE_FAULTS);
        for (int i = 0; i < faults; i++) {
            addFault(steps, random, free, accounts, lease.toMillis(), shared);
        }
        steps.sort(Comparator.comparingLong(ScheduleStep::atMillis));
        return new RandomSchedule(seed, hosts, List.copyOf(steps));
    }

    /**
     * Returns a schedule for controls: two hosts, each of which is paused beyond its lease in turn
     * while people write all the time.
     */
    static RandomSchedule ofPauses(long seed, int accounts, Duration lease) {
        var random = new Random(seed);
        List<ScheduleStep> steps = new ArrayList<>();
        long pause = lease.toMillis() * 2;
        long at = lease.toMillis() / 2;
        for (int i = 0; i < PAUSES; i++) {
            at += random.nextLong(lease.toMillis() / 4);
            steps.add(new ScheduleStep(at, Kind.PAUSE, i % 2, 0, 0));
            at += pause;
            steps.add(new ScheduleStep(at, Kind.RESUME, i % 2, 0, 0));
            at += lease.toMillis() / 2;
        }
        for (long say = 0; say < at; say += SAY_MILLIS) {
            steps.add(
                    new ScheduleStep(
                            say,
                            Kind.SAY,
                            0,
                            random.nextInt(accounts),
                            random.nextInt(CONVERSATIONS_IN_PAUSES)));
        }
        steps.sort(Comparator.comparingLong(ScheduleStep::atMillis));
        return new RandomSchedule(seed, 2, List.copyOf(steps));
    }

    /** Adds a fault and its end; faults of one host, or of the database, follow each other. */
    private static void addFault(
            List<ScheduleStep> steps,
            Random random,
            long[] free,
            int accounts,
            long lease,
            boolean shared) {
        int hosts = free.length - 1;
        int host = random.nextInt(hosts);
        int account = random.nextInt(accounts);
        int target = random.nextInt(hosts);
        int choice = random.nextInt(100);
        // Below a quarter of the lease, about the lease, or well beyond it.
        long length =
                switch (random.nextInt(3)) {
                    case 0 -> 1 + random.nextLong(lease / 4);
                    case 1 -> lease / 2 + random.nextLong(lease);
                    default -> lease * 3 / 2 + random.nextLong(lease);
                };
        long at = random.nextLong(LENGTH_MILLIS);
        if (choice < 25) {
            steps.add(new ScheduleStep(at, Kind.HAND_OVER, host, account, target));
            return;
        }
        int who = choice < 85 ? host : hosts;
        at = Math.max(at, free[who]);
        free[who] = at + length + 1;
        Kind begin;
        Kind end;
        if (choice < 45) {
            begin = Kind.PAUSE;
            end = Kind.RESUME;
        } else if (choice < 60) {
            begin =
                    switch (random.nextInt(3)) {
                        case 0 -> Kind.CUT;
                        case 1 -> Kind.CUT_TO_DATABASE;
                        default -> Kind.CUT_FROM_DATABASE;
                    };
            end = Kind.HEAL;
        } else if (choice < 85) {
            begin = choice < 75 ? Kind.KILL : Kind.STOP;
            end = Kind.START;
        } else if (choice < 92) {
            steps.add(new ScheduleStep(at, Kind.END_CONNECTIONS, 0, 0, 0));
            return;
        } else if (shared || choice < 96) {
            begin = Kind.FREEZE_DATABASE;
            end = Kind.THAW_DATABASE;
        } else {
            begin = Kind.CRASH_DATABASE;
            end = Kind.START_DATABASE;
        }
        steps.add(new ScheduleStep(at, begin, host, 0, 0));
        steps.add(new ScheduleStep(at + length, end, host, 0, 0));
    }

    @Override
    public String toString() {
        return "seed " + seed + ", " + hosts + " hosts: " + steps;
    }
}
