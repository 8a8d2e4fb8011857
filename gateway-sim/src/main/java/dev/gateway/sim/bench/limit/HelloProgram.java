package dev.gateway.sim.bench.limit;

/** The least that a program in Java can do. */
public final class HelloProgram {

    private HelloProgram() {}

    /** Prints one line. */
    public static void main(String... arguments) {
        System.out.println("hello");
    }
}
