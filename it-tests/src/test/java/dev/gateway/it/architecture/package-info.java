/**
 * Tests of the rules between the modules: dependencies, clocks and versions. May use nothing of the
 * other packages. Add a rule as a class here; rules within a module are tests of that module.
 */
package dev.gateway.it.architecture;
