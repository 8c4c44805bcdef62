/** What crosses from one operator to another: flat shapes with serializers of our own, no Kryo. */
@NullMarked
package dev.landfall.jobs.edge;

import org.jspecify.annotations.NullMarked;
