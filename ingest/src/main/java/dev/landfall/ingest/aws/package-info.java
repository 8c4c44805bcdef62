/** How AWS is reached: Regions, endpoints, roles, and clients that all behave alike. */
@NullMarked
package dev.landfall.ingest.aws;

import org.jspecify.annotations.NullMarked;
