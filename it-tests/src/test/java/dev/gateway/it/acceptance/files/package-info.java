/** Lost, damaged and unwritable files of a home. */
package dev.gateway.it.acceptance.files;
