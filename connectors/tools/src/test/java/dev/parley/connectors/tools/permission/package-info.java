@NullMarked
package dev.parley.connectors.tools.permission;

import org.jspecify.annotations.NullMarked;
