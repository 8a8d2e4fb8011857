package dev.gateway.core.cluster;

import dev.gateway.core.platform.AccountId;

/**
 * Weighted rendezvous hashing: each pair of account and host has a score that all hosts compute
 * alike, and the host with the highest one has the account. When a host goes, only its accounts
 * move; when one comes, only those that it gets.
 */
final class HostScore {

    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    /** The number of significant bits of a double. */
    private static final int BITS = 53;

    private HostScore() {}

    /** Returns the score of a host for an account; never positive for weight 0. */
    static double of(AccountId account, ClusterHost host) {
        if (host.weight() == 0) {
            return -unit(hash(account.value(), host.name()));
        }
        return -host.weight() / Math.log(unit(hash(account.value(), host.name())));
    }

    /** Returns a number that differs for two homes whose hosts have the same name. */
    static long ofHome(AccountId account, ClusterHost host) {
        return hash(account.value(), host.home());
    }

    /** Returns a number between 0 and 1, both exclusive. */
    private static double unit(long hash) {
        return ((hash >>> (Long.SIZE - BITS)) + 0.5) / (1L << BITS);
    }

    private static long hash(String account, String host) {
        long hash = add(FNV_OFFSET, account);
        hash = add((hash ^ '\n') * FNV_PRIME, host);
        return mixed(hash);
    }

    private static long add(long start, String text) {
        long hash = start;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * FNV_PRIME;
        }
        return hash;
    }

    /** Spreads each bit over all: names that differ in the last character have unlike hashes. */
    private static long mixed(long value) {
        long hash = value;
        hash = (hash ^ (hash >>> 30)) * 0xbf58476d1ce4e5b9L;
        hash = (hash ^ (hash >>> 27)) * 0x94d049bb133111ebL;
        return hash ^ (hash >>> 31);
    }
}
