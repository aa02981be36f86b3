//! The elements of HTML, and the effect of each on the lines of a text.

/// The effect of an element on lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::extract) enum Role {
    /// Begins and ends a line.
    Block,
    /// Part of a line.
    Inline,
    /// Has no content.
    Void,
    /// Its content is not shown.
    Hidden,
}

/// An element, as an index into the table of all elements.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(in crate::extract) struct ElementName(u8);

use Role::{Block, Hidden, Inline, Void};

/// Every element in alphabetical order. Anything else in angle brackets, such as `<附件>` or `<name@example.cn>`, is
/// text.
const ELEMENTS: [(&str, Role); 174] = [
    ("a", Inline),
    ("abbr", Inline),
    ("acronym", Inline),
    ("address", Block),
    ("annotation", Hidden),
    ("applet", Hidden),
    ("area", Void),
    ("article", Block),
    ("aside", Block),
    ("audio", Hidden),
    ("b", Inline),
    ("base", Void),
    ("basefont", Void),
    ("bdi", Inline),
    ("bdo", Inline),
    ("bgsound", Void),
    ("big", Inline),
    ("blink", Inline),
    ("blockquote", Block),
    ("body", Block),
    ("br", Void),
    ("button", Hidden),
    ("canvas", Hidden),
    ("caption", Block),
    ("center", Block),
    ("cite", Inline),
    ("code", Inline),
    ("col", Void),
    ("colgroup", Inline),
    ("data", Inline),
    ("datalist", Hidden),
    ("dd", Block),
    ("del", Hidden),
    ("details", Block),
    ("dfn", Inline),
    ("dialog", Hidden),
    ("dir", Block),
    ("div", Block),
    ("dl", Block),
    ("dt", Block),
    ("em", Inline),
    ("embed", Void),
    ("fieldset", Block),
    ("figcaption", Block),
    ("figure", Block),
    ("font", Inline),
    ("footer", Block),
    ("form", Block),
    ("frame", Void),
    ("frameset", Block),
    ("h1", Block),
    ("h2", Block),
    ("h3", Block),
    ("h4", Block),
    ("h5", Block),
    ("h6", Block),
    ("head", Hidden),
    ("header", Block),
    ("hgroup", Block),
    ("hr", Void),
    ("html", Block),
    ("i", Inline),
    ("iframe", Hidden),
    ("image", Void),
    ("img", Void),
    ("input", Void),
    ("ins", Inline),
    ("isindex", Void),
    ("kbd", Inline),
    ("keygen", Void),
    ("label", Inline),
    ("legend", Block),
    ("li", Block),
    ("link", Void),
    ("listing", Block),
    ("main", Block),
    ("map", Inline),
    ("mark", Inline),
    ("marquee", Block),
    ("math", Inline),
    ("menclose", Inline),
    ("menu", Block),
    ("menuitem", Hidden),
    ("merror", Inline),
    ("meta", Void),
    ("meter", Hidden),
    ("mfenced", Inline),
    ("mfrac", Inline),
    ("mi", Inline),
    ("mmultiscripts", Inline),
    ("mn", Inline),
    ("mo", Inline),
    ("mover", Inline),
    ("mpadded", Inline),
    ("mphantom", Hidden),
    ("mprescripts", Void),
    ("mroot", Inline),
    ("mrow", Inline),
    ("ms", Inline),
    ("mspace", Void),
    ("msqrt", Inline),
    ("mstyle", Inline),
    ("msub", Inline),
    ("msubsup", Inline),
    ("msup", Inline),
    ("mtable", Inline),
    ("mtd", Inline),
    ("mtext", Inline),
    ("mtr", Inline),
    ("multicol", Block),
    ("munder", Inline),
    ("munderover", Inline),
    ("nav", Block),
    ("nextid", Void),
    ("nobr", Inline),
    ("noembed", Hidden),
    ("noframes", Hidden),
    ("noscript", Hidden),
    ("object", Inline),
    ("ol", Block),
    ("optgroup", Hidden),
    ("option", Hidden),
    ("output", Inline),
    ("p", Block),
    ("param", Void),
    ("picture", Inline),
    ("plaintext", Block),
    ("pre", Block),
    ("progress", Hidden),
    ("q", Inline),
    ("rb", Inline),
    ("rp", Hidden),
    ("rt", Hidden),
    ("rtc", Hidden),
    ("ruby", Inline),
    ("s", Inline),
    ("samp", Inline),
    ("script", Hidden),
    ("search", Block),
    ("section", Block),
    ("select", Hidden),
    ("selectedcontent", Hidden),
    ("semantics", Inline),
    ("slot", Inline),
    ("small", Inline),
    ("source", Void),
    ("spacer", Void),
    ("span", Inline),
    ("strike", Inline),
    ("strong", Inline),
    ("style", Hidden),
    ("sub", Inline),
    ("summary", Block),
    ("sup", Inline),
    ("svg", Hidden),
    ("table", Block),
    ("tbody", Block),
    ("td", Block),
    ("template", Hidden),
    ("textarea", Hidden),
    ("tfoot", Block),
    ("th", Block),
    ("thead", Block),
    ("time", Inline),
    ("title", Hidden),
    ("tr", Block),
    ("track", Void),
    ("tt", Inline),
    ("u", Inline),
    ("ul", Block),
    ("var", Inline),
    ("video", Hidden),
    ("wbr", Void),
    ("xmp", Block),
];

/// Index of the first element with each initial letter; every tag of a page is looked up here.
const STARTS: [u8; 27] = {
    let mut starts = [0; 27];
    let mut letter = 0;
    while letter < starts.len() {
        let mut at = 0;
        while at < ELEMENTS.len() && (ELEMENTS[at].0.as_bytes()[0] as usize) < b'a' as usize + letter {
            at += 1;
        }
        starts[letter] = at as u8;
        letter += 1;
    }
    starts
};

impl ElementName {
    /// Number of elements.
    pub(in crate::extract) const COUNT: usize = ELEMENTS.len();

    /// The element with a name in lower case.
    pub(in crate::extract) fn of(name: &[u8]) -> Option<Self> {
        let letter = usize::from(name.first()?.checked_sub(b'a')?);
        let own = usize::from(*STARTS.get(letter)?)..usize::from(*STARTS.get(letter + 1)?);
        // The elements of one letter are scanned linearly; there are at most some twenty.
        own.into_iter().find(|at| ELEMENTS[*at].0.as_bytes() == name).map(|at| Self(at as u8))
    }

    /// Its name.
    pub(in crate::extract) fn as_str(self) -> &'static str {
        ELEMENTS[self.index()].0
    }

    /// Its effect on lines.
    pub(in crate::extract) fn role(self) -> Role {
        ELEMENTS[self.index()].1
    }

    /// Iterates over all elements.
    pub(in crate::extract) fn all() -> impl Iterator<Item = Self> {
        (0..Self::COUNT as u8).map(Self)
    }

    /// Its index, below [`ElementName::COUNT`].
    pub(in crate::extract) const fn index(self) -> usize {
        self.0 as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_whole_and_in_order() {
        assert!(ELEMENTS.is_sorted_by(|(a, _), (b, _)| a < b));
        assert_eq!(ElementName::of(b"p").map(ElementName::as_str), Some("p"));
        assert!(ElementName::all().all(|name| ElementName::of(name.as_str().as_bytes()) == Some(name)));
        // Both lists are from the HTML living standard.
        let standard = "a abbr address area article aside audio b base bdi bdo blockquote body br button canvas caption cite code \
            col colgroup data datalist dd del details dfn dialog div dl dt em embed fieldset figcaption figure footer form h1 h2 \
            h3 h4 h5 h6 head header hgroup hr html i iframe img input ins kbd label legend li link main map mark math menu meta \
            meter nav noscript object ol optgroup option output p picture pre progress q rp rt ruby s samp script search \
            section select selectedcontent slot small source span strong style sub summary sup svg table tbody td template \
            textarea tfoot th thead time title tr track u ul var video wbr";
        let obsolete = "acronym applet basefont bgsound big blink center dir font frame frameset image isindex keygen listing \
            marquee menuitem multicol nextid nobr noembed noframes param plaintext rb rtc spacer strike tt xmp";
        for known in standard.split_whitespace().chain(obsolete.split_whitespace()) {
            assert!(ElementName::of(known.as_bytes()).is_some(), "{known}");
        }
        for unknown in ["nosuch", "", "附件", "{", "A", "zz"] {
            assert_eq!(ElementName::of(unknown.as_bytes()), None, "{unknown:?}");
        }
    }
}
