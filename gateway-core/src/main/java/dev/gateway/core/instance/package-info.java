/** One gateway per home: its folder, its lock and its PID file. */
package dev.gateway.core.instance;
