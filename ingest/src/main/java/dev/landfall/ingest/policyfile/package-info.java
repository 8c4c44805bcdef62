/** The policy file: what an organisation allows, as a dated history; every fault with its place. */
@NullMarked
package dev.landfall.ingest.policyfile;

import org.jspecify.annotations.NullMarked;
