/** What a release consists of: archives, a bundle with its own Java, and what they must hold. */
package dev.gateway.it.release;
