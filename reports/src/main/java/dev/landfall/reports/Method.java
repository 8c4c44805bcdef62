package dev.landfall.reports;

import dev.landfall.reports.lake.Sql;
import java.util.List;

/**
 * How a report came to its numbers, so that someone else can.
 *
 * <p>The number of files and the manifest's version depend on how the lake was written, not on what
 * it holds; documents that must be equal for equal content leave them out.
 *
 * @param queries the SQL as run, over the views that {@code docs/lake.md} describes
 * @param files data files opened
 * @param manifestVersion version of the lake read
 * @param policyVersions versions of the policy the calls were judged by, sorted
 * @param catalogueVersions versions of the catalogue, sorted
 */
public record Method(
    List<Sql> queries,
    int files,
    long manifestVersion,
    List<String> policyVersions,
    List<String> catalogueVersions) {}
