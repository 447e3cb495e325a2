/**
 * The published speech models: which there are ({@link dev.parley.app.models.Catalogue}), how they
 * are fetched and checked ({@link dev.parley.app.models.Fetching}), where they lie and which one
 * hears ({@link dev.parley.app.models.ModelStore}). Nothing is unpacked or loaded before its
 * checksum was compared with the published one or, where none was published, with that of the first
 * download.
 */
@NullMarked
package dev.parley.app.models;

import org.jspecify.annotations.NullMarked;
