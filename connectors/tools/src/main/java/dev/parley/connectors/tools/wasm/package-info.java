/**
 * Computations as WebAssembly modules, run in this process by Chicory, a runtime in Java.
 *
 * <p>A module is a WASI command (preview 1): it gets arguments, prints its answer and ends. It has
 * memory, files and time up to its limits; its files stand in memory and are gone when it ends. It
 * sees no environment, no network and nothing of this machine but the clock.
 *
 * <p>Modules are compiled to bytecode when first run, and kept by their digest. They run on
 * platform threads of their own, since they keep a processor busy; a caller waits for them and may
 * be a virtual thread.
 */
@NullMarked
package dev.parley.connectors.tools.wasm;

import org.jspecify.annotations.NullMarked;
