/**
 * The contract of adapters as a test suite for the authors of adapters. In another project:
 *
 * <pre>{@code
 * <dependency>
 *   <groupId>dev.gateway</groupId>
 *   <artifactId>gateway-sim</artifactId>
 *   <scope>test</scope>
 * </dependency>
 * <dependency>
 *   <groupId>org.junit.jupiter</groupId>
 *   <artifactId>junit-jupiter</artifactId>
 *   <scope>test</scope>
 * </dependency>
 * }</pre>
 *
 * <p>and a class that extends {@link dev.gateway.sim.contract.PlatformAdapterContract}. JUnit has
 * to be a dependency of that project because the simulator itself runs without it.
 *
 * <p>May use {@code chat}, {@code referee}, {@code server} and {@code process}, and of the gateway
 * only the core. Add a check: a test method in the class of its subject, and in the tests of this
 * package an adapter that fails it.
 */
package dev.gateway.sim.contract;
