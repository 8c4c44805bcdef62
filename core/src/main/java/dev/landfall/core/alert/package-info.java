/** What an alert is, when it is told and to whom: plain steps over times that are given in. */
@NullMarked
package dev.landfall.core.alert;

import org.jspecify.annotations.NullMarked;
