package dev.landfall.ingest.generate;

import java.nio.file.Path;

/**
 * What was made.
 *
 * @param records records written, damaged places included
 * @param rawBytes bytes that a reader gets after decompression
 * @param storedBytes bytes on disk
 * @param files source objects written; the decoys that a reader must skip are not counted
 */
public record GeneratorResult(
    long calls, long records, long rawBytes, long storedBytes, long files, Path truth) {}
