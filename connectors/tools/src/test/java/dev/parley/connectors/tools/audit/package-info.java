@NullMarked
package dev.parley.connectors.tools.audit;

import org.jspecify.annotations.NullMarked;
