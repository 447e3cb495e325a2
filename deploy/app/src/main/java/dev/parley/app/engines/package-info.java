/**
 * Optional engines that run beside Parley, as Python programs: {@link
 * dev.parley.app.engines.LocalEngine} says which there are, {@link
 * dev.parley.app.engines.PythonPackages} makes what one runs in, {@link
 * dev.parley.app.engines.EngineProcess} starts, watches and ends it. All of an engine lies in one
 * folder of the data directory. Nothing else in Parley needs them.
 */
@NullMarked
package dev.parley.app.engines;

import org.jspecify.annotations.NullMarked;
