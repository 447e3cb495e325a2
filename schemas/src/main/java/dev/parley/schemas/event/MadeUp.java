package dev.parley.schemas.event;

/**
 * Text from a model, samples from a synthesiser: asked again, the engine answers otherwise. So the
 * event says which attempt it is of: each owner of the partition begins a higher one, and so does
 * whoever tries again after a fault. What a higher attempt says replaces what a lower one left
 * unheard. Its id holds the attempt before the ordinal, so that the ids of a higher attempt are
 * higher, and what a lower one says late is known as past.
 */
public interface MadeUp {
    int attempt();
}
