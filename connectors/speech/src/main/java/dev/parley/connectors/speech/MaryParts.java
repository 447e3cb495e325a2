package dev.parley.connectors.speech;

import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import marytts.config.MaryConfig;

/**
 * Which parts of MaryTTS are loaded. Left out is what plain American English never asks for:
 * readers of markup (which compile style sheets), British English, unit selection, sound effects. A
 * quarter of the time that the voice takes to load is saved so.
 */
final class MaryParts {
    private static final Set<String> UNUSED =
            Set.of(
                    "marytts.modules.SableParser",
                    "marytts.modules.SSMLParser",
                    "marytts.modules.APMLParser",
                    "marytts.modules.EmotionmlParser",
                    "marytts.modules.PraatTextGridGenerator",
                    "marytts.modules.JPhonemiser(en_GB.)",
                    "marytts.features.FeatureProcessorManager(en_GB)",
                    "marytts.unitselection.UnitSelectionSynthesizer",
                    "marytts.signalproc.effects.VolumeEffect",
                    "marytts.signalproc.effects.VocalTractLinearScalerEffect",
                    "marytts.signalproc.effects.HMMF0ScaleEffect",
                    "marytts.signalproc.effects.HMMF0AddEffect",
                    "marytts.signalproc.effects.HMMDurationScaleEffect",
                    "marytts.signalproc.effects.RobotiserEffect",
                    "marytts.signalproc.effects.LpcWhisperiserEffect",
                    "marytts.signalproc.effects.StadiumEffect",
                    "marytts.signalproc.effects.ChorusEffectBase",
                    "marytts.signalproc.effects.FilterEffectBase",
                    "marytts.signalproc.effects.JetPilotEffect");

    /** As {@code marybase.config} and {@code en.config} name them. */
    private static final List<String> LISTS =
            List.of(
                    "modules.classes.list",
                    "synthesizers.classes.list",
                    "audioeffects.classes.list",
                    "featuremanager.classes.list");

    private MaryParts() {}

    /** Takes what is unused out of the engine's settings; before it starts. */
    static synchronized void leaveOutUnused() {
        for (MaryConfig config : MaryConfig.getConfigs()) {
            Properties properties = config.getProperties();
            for (String list : LISTS) {
                String parts = properties.getProperty(list);
                if (parts != null) {
                    properties.setProperty(list, used(parts));
                }
            }
        }
    }

    private static String used(String parts) {
        return Arrays.stream(parts.strip().split("\\s+"))
                .filter(part -> !UNUSED.contains(part))
                .collect(Collectors.joining(" "));
    }
}
