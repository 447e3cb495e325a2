/**
 * Tells what a sentence wants, behind the port {@link dev.parley.streams.intent.IntentClassifier}:
 * first rules, then the nearest example, else an honest {@code none}.
 *
 * <p>An intent is one data file beside this package ({@code time.intent}: rules, cue, examples) and
 * one line in {@link dev.parley.connectors.reasoning.intent.Intents}, which names what reads its
 * slots. Rules see numbers in digits and no fillers ({@link
 * dev.parley.connectors.reasoning.language.Sentence}). {@code none.intent} holds examples of what
 * is none of them.
 */
@NullMarked
package dev.parley.connectors.reasoning.intent;

import org.jspecify.annotations.NullMarked;
