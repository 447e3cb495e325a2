@NullMarked
package dev.parley.app.audit;

import org.jspecify.annotations.NullMarked;
