package dev.landfall.core.alert;

import org.jspecify.annotations.Nullable;

/**
 * One change of an alert, for the record.
 *
 * @param number rises with every change of any alert
 * @param change what happened, one word: opened, told, grown, muted, heard, acknowledged, ended
 * @param decision the decision it follows from; null: nobody's
 */
public record AlertRecord(
    long number, Alert alert, String change, @Nullable Decision decision, long at) {}
