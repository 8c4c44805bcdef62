/** Over which networks calls came. */
@NullMarked
package dev.landfall.reports.network;

import org.jspecify.annotations.NullMarked;
