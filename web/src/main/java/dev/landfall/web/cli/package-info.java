/** The command line: one class per verb; it alone starts jobs and reads configuration. */
@NullMarked
package dev.landfall.web.cli;

import org.jspecify.annotations.NullMarked;
