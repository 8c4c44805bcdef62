package dev.landfall.jobs.lake;

import dev.landfall.core.lake.LakeTable;
import dev.landfall.core.lake.Manifest;

/** A finished data file that no manifest names yet. */
public record DataFileAdded(LakeTable table, Manifest.DataFile file) {}
