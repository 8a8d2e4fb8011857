package dev.gateway.sim.network;

/** The directions of a connection. */
public enum Direction {
    /** From the program that has connected. */
    TO_SERVER,
    /** From the server: its answers. */
    TO_CLIENT
}
