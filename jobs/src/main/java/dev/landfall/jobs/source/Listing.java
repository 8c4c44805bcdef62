package dev.landfall.jobs.source;

import java.util.List;
import java.util.Map;

/**
 * What one look at a folder saw.
 *
 * <p>Shape: files of folders that changed since the last look (all, the first time), in no order.
 *
 * @param begunAt epoch milliseconds before the first folder was opened: a file put in place before
 *     this is in this listing or an earlier one
 * @param problems path to why it could not be listed; empty: the listing is whole
 */
record Listing(long begunAt, List<FoundFile> files, Map<String, String> problems) {}
