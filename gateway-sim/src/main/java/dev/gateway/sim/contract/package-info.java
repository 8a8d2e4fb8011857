/**
 * The contract of adapters as tests, for whoever writes one. In another project:
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
 * to be named there because the simulator itself runs without it and does not hand it on.
 */
package dev.gateway.sim.contract;
