/** What holds between the modules. */
package dev.gateway.it.architecture;
