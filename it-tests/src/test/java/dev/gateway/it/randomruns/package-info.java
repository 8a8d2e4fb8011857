/** Random lives of gateways, driven through the command line. */
package dev.gateway.it.randomruns;
