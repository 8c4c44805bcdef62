package dev.landfall.jobs.lake;

import org.jspecify.annotations.Nullable;

/**
 * What a compaction did.
 *
 * @param version the lake's version afterwards
 * @param filesBefore data files the lake named before, over all tables; {@code filesAfter} since
 * @param rowsRead rows of the files that were replaced; {@code rowsWritten} of those in their place
 * @param lateMerged late witnesses that came home to their call
 * @param rejudged calls whose evidence was joined from several rows and judged again
 * @param abandoned pieces of work given up because a replay or a restore changed the lake meanwhile
 * @param left days that left the lake by retention; null: none did
 * @param deleted files deleted from disk; 0 while another process owns the lake
 */
public record CompactionResult(
    long version,
    int filesBefore,
    int filesAfter,
    long rowsRead,
    long rowsWritten,
    long lateMerged,
    long rejudged,
    int abandoned,
    int deleted,
    @Nullable Leaving left) {}
