/** {@code gateway doctor}: the facts about a home, and what to do about each that is wrong. */
package dev.gateway.cli.doctor;
