/**
 * The parts of the iLink API that need no state: the encryption of media and the text of a cursor.
 *
 * <p>May use the JDK only. Add an encoding of the wire format here, independent of the one in the
 * gateway's adapter.
 */
package dev.gateway.sim.weixin.protocol;
