package dev.parley.connectors.reasoning.intent;

/** The wordings around the slots that are the user's own words. */
final class Wordings {
    private static final String REST = ".{1,500}$";
    private static final String A_NAME =
            "\\p{L}[\\p{L}\\p{M}'.-]{0,40}(?:"
                + " (?!from\\b|please\\b|now\\b|instead\\b|for\\b|when\\b|and\\b|speaking\\b|call\\b|nice\\b|that\\b|not\\b|remember\\b|keep\\b)"
                + "\\p{L}[\\p{L}\\p{M}'.-]{0,40}){0,3}";

    /** {@code text}. */
    static final Slots NOTE =
            WordedSlots.of(
                    "\\bnote to (?:self|myself|me)\\W+(?<text>" + REST + ")",
                    "\\b(?:notes?|memo|note down|written down|write down|jot down|writing)\\b(?:"
                            + " of| for me| to my notes| in my notes)*,?"
                            + " (?:that|saying|about|of|called|to|the following) (?<text>"
                            + REST
                            + ")",
                    "\\b(?:write|jot|take|put|get|record|note)(?: (?:this|that|it))?(?: down)?(?:"
                            + " on paper| in my notes)?,? (?:that |the following |this"
                            + " )(?<text>(?!down$|please$|for me$)"
                            + REST
                            + ")",
                    "\\b(?:note|memo|write down|jot down|add to (?:my )?notes)"
                        + " (?<text>(?!please$|for me$|down$|to (?:self|myself)$)\\p{L}.{1,500}$)");

    /** {@code word}. */
    static final Slots DEFINITION =
            WordedSlots.of(
                    "\\b(?:definition|meaning|def)(?: of| for| behind)?(?: (?:the|a|an))?(?:"
                        + " (?:word|term|phrase|idiom|expression))? (?<word>.{1,80}?)(?: (?:in the"
                        + " dictionary|please|for me|mean))?\\W*$",
                    "\\b(?:define|defined?|explain|describe)(?: for me)?(?: (?:the|what|a|an))*(?:"
                        + " (?:word|term|phrase|idiom|meaning of))? (?<word>.{1,80}?)(?: (?:in the"
                        + " dictionary|please|for me|means?|is))?\\W*$",
                    "\\bwhat (?:does|do|did)(?: (?:the|it|they|you|people|an?))?(?:"
                        + " (?:word|term|phrase|idiom|abbreviation|acronym))? (?<word>.{1,80}?)(?:"
                        + " is| are)? (?:mean|means|stand for|supposed to mean)\\b",
                    "\\bmean(?:s|t)?(?: by)?(?: to be| when someone is| if something is)?(?:"
                            + " the)?(?: term| word)? (?<word>.{1,80}?)\\W*$",
                    "\\bword (?<word>\\p{L}[\\p{L}'-]{0,40})\\b",
                    "\\bwhat(?: the word)? (?<word>.{1,80}?) means\\b",
                    "\\b(?:look up|search the dictionary for|is an?|what's an?|what an?)"
                            + " (?<word>.{1,80}?)(?: in the dictionary| is| for me)?\\W*$");

    /** {@code word}. */
    static final Slots SPELLING =
            WordedSlots.of(
                    "\\b(?:spell(?:ed|t|ing)?|write)(?: out)?(?: of| for| it out for me)?(?:"
                        + " me)?(?: the)?(?: word| name)? "
                        + "(?<word>(?!of\\b|for\\b|me\\b|it\\b|that\\b|out\\b|with\\b|the\\b)\\p{L}[\\p{L}\\p{M}'-]{0,60})",
                    "\\bhow (?:is|are|would|do you)(?: the)?(?: word| name)?"
                            + " (?<word>\\p{L}[\\p{L}\\p{M}'-]{0,60}) (?:be"
                            + " )?(?:spelled|spelt|written)",
                    "\\bletters (?:are )?(?:in|of|for|make up)(?: the)?(?: word)?"
                            + " (?<word>\\p{L}[\\p{L}\\p{M}'-]{0,60})\\W*$",
                    "\\bwords? (?<word>\\p{L}[\\p{L}\\p{M}'-]{0,60})\\b");

    /** {@code name}. */
    static final Slots NAME =
            WordedSlots.of(
                    "\\b(?:call me|calling me) by (?:my |the )?(?:\\p{L}+ )?name(?: of)? (?<name>"
                            + A_NAME
                            + ")",
                    "\\bnot (?:call me )?\\p{L}+,? (?:but|call me|it is|it's|i'm|i am|my name is)"
                            + " (?<name>"
                            + A_NAME
                            + ")",
                    "\\b(?:name (?:is|isn't \\p{L}+,? it's|is not \\p{L}+,? it"
                        + " is)|name's|names|name (?:to|as|should be|will be|is now)|name)(?:"
                        + " (?:now|actually|really|spelled|from now on))* (?<name>(?!you\\b|for"
                        + " me\\b|when\\b|please\\b|wrong\\b|what\\b|not\\b|has\\b|isn't\\b|from\\b)"
                            + A_NAME
                            + ")",
                    "\\b(?:call(?:ing|ed)?|called)(?: me)?(?: by| the| to)?"
                            + " (?<name>(?!by\\b|me\\b|something\\b|from\\b)"
                            + A_NAME
                            + ")",
                    "\\b(?:refer to me as|address me as|go by|known as|prefer|calls me|to me as|me"
                            + " as)(?: the name of| the name)? (?<name>"
                            + A_NAME
                            + ")",
                    "\\b(?:i am|i'm|this is|it is|it's) (?<name>" + A_NAME + ")");

    /** {@code text}. */
    static final Slots FACT =
            WordedSlots.of(
                    "\\b(?:remember|forget|mind|know|memorize|learn|store|save|memory|reference|record|fact|future|information|note)(?:"
                        + " this| that| it| down| for (?:me|later)| about me| for (?:the )?future|"
                        + " the fact)*(?: that|,|:)*"
                        + " (?<text>(?!that\\W*$|this\\W*$|it\\W*$|please\\W*$|for"
                        + " me\\W*$|something for me\\W*$)\\S.{2,500}$)",
                    "^(?<text>(?:i|my|we|our)\\b.{3,500}?),? (?:please |and"
                            + " )*(?:remember|keep|don't forget|never forget|store|save)\\b");

    /** {@code about}. */
    static final Slots RECALLED =
            WordedSlots.of(
                    "\\b(?:about|recall|what(?:'s| is| was| are)|where(?:'s| is| do| did|"
                            + " does)|when(?:'s| is| was| do)|who(?:'s| is| are)|remember)"
                            + " (?<about>(?:my|our|i)\\b.{1,200}?)(?: again)?\\W*$",
                    "\\babout (?<about>.{1,200}?)(?: again)?\\W*$");

    /** {@code about}; absent where everything is meant. */
    static final Slots FORGOTTEN =
            WordedSlots.of(
                    "\\b(?<which>everything|all)\\b",
                    "\\b(?:forget|delete|erase|remove|unlearn|wipe|clear|remember(?:ing)?|drop|discard|purge|about|of|that)"
                        + " (?:that |about |what (?:i|you) (?:told|said|know)(?: you)? (?:about |of"
                        + " )?|the fact that )?(?<about>(?:my|our|i|where|when|how)\\b.{1,200}?)(?:"
                        + " from (?:your )?memory)?\\W*$");

    /** {@code query}. */
    static final Slots QUERY =
            WordedSlots.of(
                    "\\bsearch(?:ing)?(?: (?:the"
                        + " )?(?:web|internet|net|google|online|duckduckgo|wikipedia))?(?: on"
                        + " (?:the (?:web|internet)|google))?(?: for| on| about)? (?<query>(?!the"
                        + " (?:web|internet)\\W*$|something\\W*$|online\\W*$|google\\W*$|web\\W*$).{1,300}?)(?:"
                        + " (?:on|in) (?:the )?(?:web|internet|google)| online)?\\W*$",
                    "\\b(?:google|bing)(?: search)?(?: for)?"
                        + " (?<query>(?!it\\W*$|that\\W*$|this\\W*$|something\\W*$).{1,300}?)\\W*$",
                    "\\b(?:look(?:ing)?(?: up| for)?|find(?: out|"
                        + " me)?|browse|check|see|query|ask)(?: (?:the"
                        + " )?(?:web|internet|online))?(?: on (?:the )?(?:web|internet|google))?(?:"
                        + " for| about| how| if)? (?<query>.{1,300}?)(?: (?:on|over) (?:the"
                        + " )?(?:web|internet|net|google)| online)?\\W*$");

    /** {@code page}. */
    static final Slots PAGE =
            WordedSlots.of(
                    "\\b(?:open(?: up)?|go (?:to|on)|go|visit|navigate to|take me to|bring up|pull"
                        + " up|launch|load(?: up)?|show me|show|browse to|direct me to|bring me"
                        + " to|surf to|display|get me(?: to)?|start|access|head (?:over )?to)"
                        + " (?:the |my )?(?:website of |web page of |page of |page about |site of"
                        + " |site for |homepage of |url )?(?:the )?(?<page>.{1,200}?)(?:'s)?(?:"
                        + " (?:website|web page|page|site|homepage|home page))?(?: in (?:the|a)"
                        + " (?:browser|new tab)| in chrome| please)?\\W*$");

    /** {@code query}. */
    static final Slots MUSIC =
            WordedSlots.of(
                    "\\b(?:play|put on|listen to|hear|queue(?: up)?|start|shuffle|turn"
                        + " on|stream|want) (?:me )?(?:the |some |a |my |an )?(?:song |songs |album"
                        + " |music |track |playlist |artist )?(?:by |called )?"
                        + "(?<query>(?!music\\W*$|song\\W*$|songs\\W*$|it\\W*$|something\\W*$|on\\W*$).{1,200}?)(?:"
                        + " on spotify| please| for me| next| in the background| again)?\\W*$");

    /** {@code query}. */
    static final Slots VIDEO =
            WordedSlots.of(
                    "\\b(?:play|put on|watch|show me|show|see|start|stream|resume|run|find(?: me)?)"
                        + " (?:me )?(?:the |some |a |an |my )?(?:movie |film |video |videos |clip"
                        + " |show |series |trailer )?(?:of |about |called |for )?"
                        + "(?<query>(?!movie\\W*$|film\\W*$|video\\W*$|videos\\W*$|it\\W*$|something\\W*$).{1,200}?)(?:"
                        + " on (?:tv|netflix|youtube|the tv|the screen)| please| for me)?\\W*$");

    /** {@code contact}. */
    static final Slots CALL =
            WordedSlots.of(
                    "\\b(?:call|phone|ring|telephone|calling|ringing|dial|redial|facetime|skype|reach)(?:"
                        + " with| to| up| back)? (?:my friend"
                        + " )?(?<contact>(?!back\\W*$|up\\W*$|so\\b|to\\b|with\\b|on\\b).{1,80}?)(?:,?"
                        + " (?:please|for me|back|now|again|on"
                        + " (?:her|his|the|their|my|speaker).{0,30}|by phone|at (?:work|home)|and"
                        + " .{1,60}))*\\W*$",
                    "\\b(?:give|get|connect me (?:to|with)|put me through to|hold of|with|to|call)"
                        + " (?<contact>.{1,80}?)(?: an?)?(?: (?:call|ring|on the (?:phone|line)|by"
                        + " phone))?\\W*$");

    private static final String RECIPIENT =
            "(?<recipient>(?!a\\b|an\\b|the message\\b|message\\b|back\\b|text\\b)(?:my |the |our"
                + " )?[\\p{L}\\p{M}\\d'.-]{1,40}(?:"
                + " (?!that\\b|saying\\b|i\\b|i'm\\b|i'll\\b|to\\b|and\\b|a\\b|an\\b|the\\b|about\\b|by\\b|happy\\b|with\\b|we\\b|you\\b|what\\b)[\\p{L}\\p{M}'.-]{1,40}){0,1})";
    private static final String SAYING =
            "(?: (?:that|saying|to say|and (?:tell|ask) (?:him|her|them)(?: that)?|telling"
                + " (?:him|her|them)(?: that)?|with|the following(?: message)?|a message|an email|a"
                + " text(?: message)?|a (?:quick )?(?:note|line))){0,2}(?:[,:]?"
                + " (?<text>(?!please\\W*$).{1,500}?))?\\W*$";

    /** {@code recipient} and {@code text}. */
    static final Slots MESSAGE =
            WordedSlots.of(
                    "\\b(?:message|text|email|e-mail|sms|whatsapp|mail|line|note|word)(?: message)?"
                            + " (?:to|for) "
                            + RECIPIENT
                            + SAYING,
                    "\\b(?:send|text|message|email|tell|let|ask|ping|shoot|drop|write|answer|reply"
                            + " to|write to|respond to) "
                            + RECIPIENT
                            + "(?: know| by (?:text|message|email)(?: message)?)?"
                            + SAYING);

    /** {@code place}. */
    static final Slots HOLIDAY =
            WordedSlots.of(
                    "\\bin (?:the )?(?<place>(?!the\\b|may\\b|january\\b|next\\b)\\p{L}[\\p{L}"
                            + " ]{1,40}?)\\W*$");

    private static final String LANGUAGE =
            "(?<language>french|german|spanish|italian|dutch|portuguese|russian|chinese|mandarin|cantonese|"
                + "japanese|korean|arabic|hindi|turkish|polish|swedish|danish|norwegian|finnish|greek|latin|czech|"
                + "hungarian|hebrew|thai|vietnamese|hawaiian|irish|welsh|swahili|english|ukrainian|romanian)\\b";

    /** {@code text} and {@code language}. */
    static final Slots TRANSLATION =
            WordedSlots.of(
                    "\\bin "
                            + LANGUAGE
                            + ",? (?:how (?:do|would|can|should) (?:you|i|they) say|what is|what's)"
                            + " (?<text>.{1,300}?)\\W*$",
                    "\\btranslate(?: the)?(?: word| phrase| sentence)?"
                            + " (?<text>(?!to\\b|into\\b).{1,300}?) (?:in|to|into|from \\p{L}+ to) "
                            + LANGUAGE,
                    "\\btranslate (?:in|to|into) " + LANGUAGE + "[,:]? (?<text>.{1,300}?)\\W*$",
                    "\\b(?:say|is|what's|how's|ask for|ask|order|call(?:ed)?|put|convert) (?:the"
                            + " )?(?:word for |phrase for )?(?<text>.{1,300}?) (?:said |called"
                            + " |translated )?(?:in|to|into) "
                            + LANGUAGE,
                    LANGUAGE + " (?:word |translation )?(?:for|of) (?<text>.{1,300}?)(?: is)?\\W*$",
                    "\\b(?:what does|what do|does) (?<text>.{1,200}?) mean(?: in "
                            + LANGUAGE
                            + ")?",
                    LANGUAGE,
                    "\\btranslate(?: the)?(?: word| phrase| sentence)?"
                            + " (?<text>(?!this|that|please|for me).{1,300}?)\\W*$");

    /** {@code off}, present where whispering is to end. */
    static final Slots WHISPER =
            WordedSlots.of("\\b(?<off>stop|off|don't|do not|no more|end|disable|normal)\\b");

    private Wordings() {}
}
