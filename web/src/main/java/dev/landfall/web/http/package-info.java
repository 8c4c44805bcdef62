/** The pages: all addresses in Routes, all error answers in Errors; handlers translate only. */
@NullMarked
package dev.landfall.web.http;

import org.jspecify.annotations.NullMarked;
