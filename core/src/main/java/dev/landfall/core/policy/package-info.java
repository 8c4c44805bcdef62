/** What an organisation chose: allowed places, workloads, quotas, thresholds, exceptions; dated. */
@NullMarked
package dev.landfall.core.policy;

import org.jspecify.annotations.NullMarked;
