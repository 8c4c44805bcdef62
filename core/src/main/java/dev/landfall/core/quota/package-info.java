/**
 * Reserve and settle: the arithmetic of Bedrock's token quotas, and the ledger of one quota row.
 */
@NullMarked
package dev.landfall.core.quota;

import org.jspecify.annotations.NullMarked;
