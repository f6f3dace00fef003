/**
 * What is sent and received as it is in a file system: trees that are walked, and folders that are
 * written to without leaving them.
 */
@NullMarked
package dev.hvsock.transfer.files;

import org.jspecify.annotations.NullMarked;
